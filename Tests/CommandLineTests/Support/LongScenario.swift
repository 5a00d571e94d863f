/// One sentence, and then a client that stays: a run that is still going on whenever a busy test gets round to ending it.
enum LongScenario {
  static func write(to folder: TemporaryFolder) throws -> String {
    try folder.write("name: long\nsteps:\n  - connect\n  - stream: { pace: 1.0 }\n  - pause: 100s\n  - stop\n", to: "long.yaml")
  }
}
