import NIOPosix
import Network
import Timeline
import Wire

/// Echoes for the Autobahn testsuite, in either role: the program's own codec, handshake and sockets, and nothing else of it.
///
///     AutobahnEcho server HOST PORT
///     AutobahnEcho client HOST PORT AGENT
@main enum Main {
  static func main() async throws {
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count >= 3, let port = Int(words[2]) else { return print("usage: AutobahnEcho server|client HOST PORT [AGENT]") }
    let clock = RunClock()
    if words[0] == "server" {
      try await serve(words[1], port, clock)
    } else {
      await playCases(Endpoint(scheme: .ws, host: words[1], port: port), agent: words.count > 3 ? words[3] : "sttcheck", clock)
    }
  }

  private static func serve(_ host: String, _ port: Int, _ clock: RunClock) async throws {
    let server = try await LabServer.start(host: host, port: port, group: MultiThreadedEventLoopGroup.singleton, clock: clock) { _ in
      .session(ServedSession(machine: EchoMachine(), observation: Nowhere.observation(.relay), compresses: true))
    }
    print("listening on \(server.boundAddress)")
    // Until the script ends it.
    while true { try await Task.sleep(for: .seconds(3600)) }
  }

  private static func playCases(_ endpoint: Endpoint, agent: String, _ clock: RunClock) async {
    let counted = await play("/getCaseCount", endpoint, clock)
    guard let text = counted.texts.first, let count = Int(String(decoding: text, as: UTF8.self)) else {
      return print("no number of cases came: \(counted.failure?.text ?? "nothing was said")")
    }
    for number in 1...max(1, count) { _ = await play("/runCase?case=\(number)&agent=\(agent)", endpoint, clock) }
    _ = await play("/updateReports?agent=\(agent)", endpoint, clock)
    print("\(count) cases played")
  }

  private static func play(_ target: String, _ endpoint: Endpoint, _ clock: RunClock) async -> EchoMachine {
    let end = await ClientDriver.play(
      EchoMachine(target: target), dialling: endpoint, options: DialOptions(compression: .usual),
      observation: Nowhere.observation(.client), clock: clock, on: MultiThreadedEventLoopGroup.singleton.next())
    return end.machine as? EchoMachine ?? EchoMachine()
  }
}
