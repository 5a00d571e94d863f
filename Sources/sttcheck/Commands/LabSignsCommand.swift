internal import ArgumentParser
internal import Diagnosis
internal import Running

struct LabSignsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "signs", abstract: "Play what each cause looks like to a client, alone and in pairs, and print it.",
    discussion: """
      In virtual time, on relays of many habits and over several networks: thousands of runs, which take some minutes in an optimized build. \
      Prints the same bytes every time; they are Fixtures/signs.txt, which the diagnosis from the client hop carries with it.
      """)

  func run() async throws { Console.print(try await SignRecorder.record().text) }
}
