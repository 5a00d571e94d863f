internal import Speech
internal import Timeline

extension SessionFacts {
  /// The last text on the service hop before the service left at it that is none of its messages, and that the client did not say so: the
  /// relay's own. Nil where there is none.
  func relaysOwnText(before goodbye: Located<HopFacts.Close?>, on hop: HopFacts) -> Located<[UInt8]>? {
    guard goodbye.value?.code != 1000 else { return nil }
    let said = Set(client.controls.compactMap { if case .text(let bytes) = $0.value { bytes } else { nil } })
    for control in hop.controls.reversed() where control.event < goodbye.event {
      guard goodbye.at - control.at < .seconds(2) else { return nil }
      if case .text(let bytes) = control.value, !said.contains(bytes) { return Located(bytes, event: control.event, at: control.at) }
    }
    return nil
  }

  /// A text of the client's own that is part of no protocol, where the end came right behind it: it went on to the service as it is, or, as
  /// far as the client hop tells, whoever heard it left. Nil where there is none.
  func strangeText(before ended: Located<HopFacts.Close?>?) -> Located<[UInt8]>? {
    let end = service?.serviceGoodbye ?? ended
    guard let end else { return nil }
    // Metadata and a normal close are the answer to the end of a stream, and not to a text that nobody knows.
    if service == nil, let metadata, metadata.value.sha256 != "incomplete", end.value?.code == 1000 { return nil }
    func isNear(_ at: Nanoseconds) -> Bool { end.at >= at && end.at - at < .seconds(2) }
    let passed: Set<[UInt8]>? = service.map { service in
      Set(
        service.controls.compactMap { control in
          guard isNear(control.at), case .text(let bytes) = control.value else { return nil }
          return bytes
        })
    }
    let stop = stop?.event
    for control in client.controls.reversed() where control.at <= end.at + Self.clockUncertainty {
      guard end.at - control.at < .seconds(4) else { return nil }
      guard control.event != stop, case .text(let bytes) = control.value else { continue }
      guard passed.map({ $0.contains(bytes) }) ?? isNear(control.at) else { continue }
      return Located(bytes, event: control.event, at: control.at)
    }
    return nil
  }
}
