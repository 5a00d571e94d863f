internal import ArgumentParser
internal import Diagnosis
internal import Foundation
internal import NIOPosix
internal import Network
internal import Reporting
internal import Running
internal import Scenarios
internal import Timeline

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Try a relay, find out how it wants to be talked to, and write that down as sttcheck.yaml.",
    discussion: """
      Says one sentence, at most a dozen times: as the client that the relay's first message asks for, else with other audio until what was said comes back, \
      then with other stops until the relay ends the session by itself.

        sttcheck init wss://relay.example.com/speech

      Values of --header and secrets in the URL are written as names of variables of the environment.

      Exit codes: 0 words came back and the session ended · 2 usage, or it is written and something in it is not known · 3 not reached, nothing is written
      """)

  @Argument(help: "ws:// or wss://, of a relay.") var url: String
  @Option(help: ArgumentHelp("A header for each request, as 'Authorization: Bearer …'; several times.", valueName: "name: value"))
  var header: [String] = []
  @Option(help: ArgumentHelp("Certificates trusted besides the system's, in PEM.", valueName: "file")) var ca: String?
  @Option(help: ArgumentHelp("The file to write.", valueName: "file")) var output = "sttcheck.yaml"
  @Flag(help: "Write over a file that is there.") var force = false

  /// A wrong stop is found out before the service behind the relay gives up by itself, after ten seconds.
  private static let farewell = Nanoseconds.seconds(5)

  func run() async throws {
    guard force || !Files.exists(output) else {
      throw CommandFailure(code: .usage, text: "--output: \(output) is there already; --force writes over it")
    }
    let settings = try ProbeSettings(
      try ProbeCommand.parse([url] + header.flatMap { ["--header", $0] } + (ca.map { ["--ca", $0] } ?? [])))
    guard settings.party == .relay else {
      throw CommandFailure(
        code: .usage,
        text: "\(settings.place) is the service itself: `sttcheck run --profile deepgram-direct` speaks to it, `sttcheck probe` tries it")
    }
    var search = ProfileSearch(InitWords.first(for: url))
    while let guess = search.next {
      Console.note("trying \(guess.text)")
      let seen = try await Interruption.guarding { [search] in try await play(guess, settings, isFirst: search.attempts.isEmpty) }
      guard !seen.1 else { throw LeaveWith(code: .interrupted) }
      search.take(guess, seen.0)
    }
    try write(search)
  }

  private func play(_ guess: ProfileGuess, _ settings: ProbeSettings, isFirst: Bool) async throws -> ProfileSight {
    var plan = settings.plan
    plan.profile = guess.profile(of: settings.plan.profile)
    plan.oneShot = nil
    plan.farewell = Self.farewell
    let address: WebSocketURL
    do { address = try plan.profile.address(of: plan.profile.relay ?? url) } catch {
      throw CommandFailure(code: .usage, text: "URL: \(error.problem)")
    }
    plan.endpoint.target = address.target
    var info = RunSettings.runInfo(relay: settings.place)
    info.serviceHop = .unseen
    let run = ProbeRun(
      plan, run: info, redactor: Redactor(secrets: plan.profile.secrets), clock: RunClock(), group: MultiThreadedEventLoopGroup.singleton)
    let seen = try await run.play { _ in false }
    let sight = ProfileSight(seen.recording)
    guard sight.isOpen || !isFirst else {
      let probe = ProbeJudge.judge(
        ProbeSight(
          place: settings.place, party: .relay, isKnownHost: false, isFlux: false, isSecure: plan.endpoint.scheme.isSecure,
          hasKey: settings.hasKey, hasOneShot: false, environmentProxy: settings.environmentProxy, way: seen.way, recording: seen.recording)
      )
      throw CommandFailure(code: .unreachable, text: "\(probe.blame.sentence) Nothing is written.")
    }
    return sight
  }

  private func write(_ search: ProfileSearch) throws {
    let words = InitWords(url: url, headers: header)
    try Files.write(ProfileText(search, relay: words.relay, headers: words.headers).text, to: output, option: "--output")
    Console.print("written: \(output)")
    for variable in words.variables { Console.note("set \(variable) in the environment before you run it") }
    guard let best = search.best, best.sight.isUnderstood, best.sight.hasEnded else {
      Console.print("not all is known yet: \(search.best?.sight.headline ?? "nothing came back"); see the comments in it")
      throw LeaveWith(code: .usage)
    }
    Console.print("next: sttcheck run\(output == "sttcheck.yaml" ? "" : " --profile \(output)")")
  }
}
