internal import Lab
internal import Network
internal import Timeline

/// A part of the lab that stands until it is told to stop.
enum LabServing {
  /// - Parameter patience: How long sessions may take to end when it is told to.
  static func serve(
    _ name: String, _ address: HostAndPort, patience: Nanoseconds = .seconds(5),
    start: (RunClock) async throws(BindFailure) -> LabServer
  ) async throws {
    // Before anybody is told that it listens: from then on it may be told to stop.
    let signals = await StopSignals.fromNowOn()
    let server: LabServer
    do { server = try await start(RunClock()) } catch { throw CommandFailure(code: .usage, text: "--listen: \(error.text)") }
    OpenPort.warn("--listen", address.host, server.boundAddress.port, "can talk to the \(name) played there")
    Console.print("\(name) listening on ws://\(server.boundAddress)")
    for await _ in signals { break }
    Console.note("\(name): stopping, sessions are drained")
    await server.shutdown(patience: patience)
  }
}

/// `--fault` of a part of the lab.
enum LabFaults {
  static func read(_ names: String?, party: Party) throws(CommandFailure) -> FaultSet {
    guard let names else { return FaultSet() }
    let faults: FaultSet
    do { faults = try FaultCatalogue.parse(names) } catch { throw CommandFailure(code: .usage, text: "\(error)") }
    if let other = faults.faults.first(where: { $0.party != party }) {
      let allowed = FaultCatalogue.all.filter { $0.party == party }.map(\.name).joined(separator: ", ")
      throw CommandFailure(code: .usage, text: "--fault: \(other.name) is a fault of the \(other.party.rawValue); allowed here: \(allowed)")
    }
    return faults
  }
}
