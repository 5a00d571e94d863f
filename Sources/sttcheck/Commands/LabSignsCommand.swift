internal import ArgumentParser
internal import Diagnosis
internal import Running

struct LabSignsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signs", abstract: "Play every fault on every habit of healthy relays, and print what a client saw of each cause.",
    discussion: """
      In virtual time. What it prints is the table that a diagnosis from the client hop alone works on: a cause is out of the question only where \
      no playing of it shows what was seen. The table inside the binary is Fixtures/signs/signs.txt.
      """)

  @Option(help: "The rows of this cause alone, as in audio-lost; healthy for those of relays with nothing wrong.") var cause: String?
  @Option(help: "Runs that are played side by side.") var jobs = 2

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs: at least 1") }
  }

  func run() async throws {
    Console.print("# Made by `sttcheck lab signs`; see `make signs`. Not to be changed by hand.")
    let table = try await SignRecorder.record(cause, toolVersion: toolVersion, atOnce: jobs)
    if let cause, table.seen.isEmpty {
      throw CommandFailure(code: .usage, text: "--cause: nothing in the lab shows a client '\(cause)'; see `sttcheck lab faults`")
    }
    Console.print(table.text)
  }
}
