package import Timeline

/// A capture of packets (pcap, pcapng), taken apart by `tshark`, as a recording: every byte that crossed the wire, and how connections ended.
///
/// Each connection that asks for a WebSocket is taken, plain or with the keys of its TLS. One of which the capture lacks bytes is left out, and told
/// so: of a hop that is not there nothing is concluded.
package struct CaptureReader {
  private let run: RunInfo

  /// - Parameter run: The import as a run: its id, version and command.
  package init(run: RunInfo) { self.run = run }

  /// - Parameters:
  ///   - index: What there is.
  ///   - followed: What was carried, in answer to the index's question.
  ///   - leftOut: Gets a line for what is in the capture and not in the recording.
  package func read(
    _ index: CaptureIndex, _ followed: FollowedConnections, leftOut: (String) -> Void = { _ in }
  ) throws(ExchangeFault) -> Recording {
    var sessions: [(session: CarriedSession, connection: CaptureIndex.Connection)] = []
    for connection in index.connections.sorted(by: { $0.key < $1.key }).map(\.value) where connection.isWebSocket {
      let carried = followed.of(connection.packets)
      guard !carried.isEmpty else { throw ExchangeFault("tshark says less than it was asked for; take a newer one (4.0 or later)") }
      let name = "\(connection.dialler ?? "?") to \(connection.acceptor ?? "?")"
      if connection.isCut || carried.contains(where: \.hasGap) {
        leftOut(
          "the connection from \(name) is left out: the capture lacks bytes of it (capture again with a larger buffer and snap length)")
      } else if let session = carried.lazy.compactMap({ CarriedSession($0) }).first {
        sessions.append((session, connection))
      } else {
        leftOut("the connection from \(name) is left out: the capture does not have its beginning")
      }
    }
    let closed = index.unreadable
    if closed.count > 0, !sessions.isEmpty { leftOut("\(Self.told(closed)) left out: \(Self.remedy)") }
    guard !sessions.isEmpty else {
      throw ExchangeFault(
        closed.count > 0
          ? "holds no WebSocket that can be read, and \(Self.told(closed)) encrypted: \(Self.remedy)"
          : "holds no WebSocket from its beginning on; start the capture before the session")
    }
    return recording(sessions.sorted { $0.session.begun < $1.session.begun })
  }

  private static let remedy =
    "the keys are wanted by --key-log FILE, which the client writes where the environment has SSLKEYLOGFILE=FILE"

  private static func told(_ closed: (count: Int, names: [String])) -> String {
    let names = closed.names.isEmpty ? "" : " (to \(closed.names.prefix(3).joined(separator: ", "))\(closed.names.count > 3 ? " …" : ""))"
    return closed.count == 1 ? "a TLS connection\(names) is" : "\(closed.count) TLS connections\(names) are"
  }

  private func recording(_ sessions: [(session: CarriedSession, connection: CaptureIndex.Connection)]) -> Recording {
    let origin = sessions.first?.session.begun ?? 0
    var info = run
    if let first = (sessions.first { $0.session.hop == .client } ?? sessions.first) {
      info.relay = "\(first.connection.tlsName == nil ? "ws" : "wss")://\(first.session.place)"
    }
    var recording = ImportedRecording(info, isOurs: false, origin: origin)
    for (place, item) in sessions.enumerated() {
      let end = item.connection.end.map {
        CarriedSession.End(at: $0.at, isReset: $0.isReset, isByDialler: $0.by == item.connection.dialler)
      }
      if end == nil { recording.lack([.ends]) }
      recording.add(item.session, number: place + 1, origin: origin, end: end, isCutOff: end == nil)
    }
    return recording.finished()
  }
}
