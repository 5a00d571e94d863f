internal import ArgumentParser
internal import Lab
internal import NIOPosix
internal import Network
internal import Timeline
internal import Watching

struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Play a run again and again, keep the newest recordings, and say how it goes to Prometheus and to commands.",
    discussion: """
      Behind -- stand the scenarios and options of `sttcheck run`:

        sttcheck watch --every 5m -- baseline --relay wss://relay.example.com/speech

      Each round is recorded in a folder of its own, with its report as HTML and JSON, and is one line on standard output. A relay that fails does not end it; \
      a mistake in the options (exit code 2) and a recording that can't be written (4) do. SIGINT and SIGTERM end it with exit code 0, the round that is going on recorded.

      Commands get STTCHECK_VERDICT, STTCHECK_HEADLINE, STTCHECK_EXIT_CODE, STTCHECK_REPORT and STTCHECK_RECORDING in their environment.
      """)

  @Option(help: ArgumentHelp("From the beginning of a round to that of the next, as 30s or 5m.", valueName: "time")) var every = "5m"
  @Option(help: "How many rounds to keep; older ones are removed.") var keep = 100
  @Option(help: "How many rounds to play. Default: until it is told to stop.") var rounds: Int?
  @Option(help: "The folder of the rounds.") var folder = "Reports/watch"
  @Option(help: ArgumentHelp("Answer Prometheus here, under /metrics; port 0 takes a free one.", valueName: "host:port")) var metrics:
    String?
  @Option(
    help: ArgumentHelp("Run this shell command when verdict or root causes are others than in the round before.", valueName: "command"))
  var onChange: String?
  @Option(help: ArgumentHelp("Run this shell command after each round with a root cause.", valueName: "command")) var onFinding: String?
  @Argument(parsing: .postTerminator, help: "Scenarios and options of `sttcheck run`.") var run: [String] = []

  func run() async throws {
    // A minute is m to people, min to profiles.
    let minutes = every.hasSuffix("m") ? every + "in" : every
    let interval = Duration.nanoseconds(try OptionText.duration(minutes, option: "--every"))
    for (value, option) in [(keep, "--keep"), (rounds ?? 1, "--rounds")] where value < 1 {
      throw CommandFailure(code: .usage, text: "\(option): \(value) is no number of rounds; allowed is 1 and more")
    }
    for taken in ["--record", "--report", "--format"] where run.contains(where: { $0 == taken || $0.hasPrefix(taken + "=") }) {
      throw CommandFailure(
        code: .usage, text: "\(taken): each round has a recording and reports of its own; choose their place with --folder")
    }
    let watch = Watch(
      words: run, every: interval, rounds: rounds, folder: WatchFolder(path: folder, keep: keep), onChange: onChange, onFinding: onFinding)
    let server = try await listen(watch)
    do { _ = try await Interruption.guarding { try await watch.play() } } catch {
      await server?.shutdown(patience: 0)
      throw error
    }
    await server?.shutdown(patience: 0)
  }

  private func listen(_ watch: Watch) async throws -> LabServer? {
    guard let metrics else { return nil }
    let address = try HostAndPort(metrics, option: "--metrics")
    let server: LabServer
    do throws(BindFailure) {
      server = try await LabServer.start(
        host: address.host, port: address.port, group: MultiThreadedEventLoopGroup.singleton, clock: RunClock()
      ) { request in
        guard request.target.prefix(while: { $0 != "?" }) == "/metrics" else { return nil }
        return .respond(
          ResponseHead(
            status: 200, reason: "OK", headers: [HeaderField("Content-Type", PrometheusRegistry.contentType)],
            body: Array(watch.exposition.utf8))
        )
      }
    } catch { throw CommandFailure(code: .usage, text: "--metrics: \(error.text)") }
    OpenPort.warn("--metrics", address.host, server.boundAddress.port, "can read how the relay does")
    Console.note("metrics on http://\(server.boundAddress)/metrics")
    return server
  }
}
