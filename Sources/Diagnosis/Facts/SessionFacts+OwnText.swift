internal import Speech
internal import Timeline

extension SessionFacts {
  /// A text of the client's own that is part of no protocol, where the end came right behind it: it went on to the service as it is, or, as
  /// far as the client hop tells, whoever heard it left. Nil where there is none.
  func strangeText(before ended: Located<HopFacts.Close?>?) -> Located<[UInt8]>? {
    let end = service?.serviceGoodbye ?? ended
    guard let end else { return nil }
    let texts = client.controls.compactMap { control -> Located<[UInt8]>? in
      guard case .text(let bytes) = control.value, control.event != stop?.event else { return nil }
      return Located(bytes, event: control.event, at: control.at)
    }
    guard let service else { return texts.last { end.at >= $0.at && end.at - $0.at < .seconds(2) } }
    return texts.last { text in
      service.controls.contains { passed in
        passed.value == .text(text.value) && passed.at >= text.at - Self.clockUncertainty && end.at >= passed.at
          && end.at - passed.at < .seconds(2)
      }
    }
  }
}
