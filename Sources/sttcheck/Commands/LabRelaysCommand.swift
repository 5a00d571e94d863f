internal import ArgumentParser
internal import Chance
internal import Running
internal import Scenarios
internal import Store
internal import Synchronization
internal import Timeline

struct LabRelaysCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relays", abstract: "Play relays that chance has made, diagnose each, and hold the answers against the truth.",
    discussion: """
      Each relay is the reference relay with up to four habits of healthy relays, and with up to three things wrong in it. In every third play, the service, \
      the network or the client is wrong instead. What was done is written down message by message, so the truth is known. Each relay is \
      diagnosed twice: from both hops, and from the client hop alone.

      Prints a table by operator, one line for each answer that must not be, and a last line with their numbers; exits 1 where one of them is not 0. \
      In virtual time: the same seed gives the same relays and the same lines on every machine.
      """)

  @Option(help: "How many relays are played.") var count = 100
  @Option(help: "The seed: another one makes other relays.") var seed: UInt64 = 1
  @Option(help: "Only relays with this operator: a name from the table, or a part of one, as drop or final/drop.") var only: String?
  @Option(help: "Play the relay with this number alone, and print everything about it.") var replay: Int?
  @Option(help: "With --replay: write its recording to this file (SQLite).") var record: String?
  @Option(help: "With --replay: play this suite in place of the scenarios that were drawn.") var suite: String?
  @Option(help: "Relays that are played side by side.") var jobs = 2

  func validate() throws {
    guard count > 0 else { throw ValidationError("--count: at least 1") }
    guard jobs > 0 else { throw ValidationError("--jobs: at least 1") }
    guard replay ?? 0 >= 0 else { throw ValidationError("--replay: relays are numbered from 0") }
    guard record == nil || replay != nil else { throw ValidationError("--record: only together with --replay") }
    guard suite == nil || replay != nil else { throw ValidationError("--suite: only together with --replay") }
  }

  func run() async throws {
    let lottery = Lottery(seed: seed, only: try chosen())
    if let replay { return try play(lottery, replay) }
    let tally = Mutex(RelayTally())
    try await RelayTrials.run(0..<count, of: lottery, toolVersion: toolVersion, atOnce: jobs) { trial in
      tally.withLock { $0.add(trial) }
      for line in trial.misses { Console.print(line) }
    }
    let result = tally.withLock { $0 }
    Console.print(result.text)
    Console.print("relays \(count) seed \(seed): \(result.counts)")
    if !result.isClean { throw LeaveWith(code: .findings) }
  }

  private func chosen() throws -> [Operator]? {
    guard let only else { return nil }
    let found = OperatorTable.named(only)
    guard found.isEmpty else { return found }
    throw CommandFailure(
      code: .usage, text: "--only: no operator is called '\(only)'; as in relay/relay-client/final/drop, or a part of such a name")
  }

  private func play(_ lottery: Lottery, _ number: Int) throws {
    let interval = RelayTrials.suiteInterval
    let suite = try suite.map(Suite.chosen)
    let trial = try RelayTrial(
      lottery.draw(number), toolVersion: toolVersion, playing: suite?.scenarios,
      playsSuites: suite == nil && number % interval == interval - 1)
    Console.print(trial.text)
    guard let record else { return }
    do { try VirtualRecording.write(trial.recording, to: record, redactor: Redactor(secrets: [])) } catch {
      throw CommandFailure(code: error.code == .duplicateRun ? .usage : .internalFault, text: error.text)
    }
  }
}
