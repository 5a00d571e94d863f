import Foundation
import Testing

/// `sttcheck ca` and `sttcheck env`: our own authority, and what a relay needs to trust it.
@Suite(.timeLimit(.minutes(5))) struct AuthorityTests {
  private static func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func isMadeOnceInTheUsersConfiguration() async throws {
    let (folder, home) = (try TemporaryFolder(), try TemporaryFolder())
    let environment = ["HOME": home.path, "XDG_CONFIG_HOME": ""]
    let first = try await Sttcheck.run("ca", in: folder, environment: environment)
    #expect(first.status == 0 && first.out.contains("(made now)"), "\(first)")
    let place = home.file(".config/sttcheck")
    #expect(first.out.contains(place + "/ca.pem"))
    #expect(try Self.mode(place) == 0o700 && Self.mode(place + "/ca.key") == 0o600)
    let (pem, bundle) = (try home.text(".config/sttcheck/ca.pem"), try home.text(".config/sttcheck/bundle.pem"))
    #expect(bundle.hasSuffix(pem))
    // A project holds nothing of it.
    #expect(folder.entries.isEmpty)

    try home.write("", to: "loosened")
    chmod(place, 0o755)
    chmod(place + "/ca.key", 0o644)
    let again = try await Sttcheck.run("ca", in: folder, environment: environment)
    #expect(again.out == first.out.replacingOccurrences(of: " (made now)", with: ""))
    #expect(try Self.mode(place) == 0o700 && Self.mode(place + "/ca.key") == 0o600)
    #expect(try home.text(".config/sttcheck/ca.pem") == pem)
  }

  /// What the machine trusts goes on being trusted, a company's own authority too; and our own bundle is no source of itself.
  @Test func theBundleHoldsWhatTheEnvironmentNames() async throws {
    let (folder, home) = (try TemporaryFolder(), try TemporaryFolder())
    let company = try home.write("company", to: "company.pem")
    for named in [company, home.file("sttcheck/bundle.pem")] {
      let ended = try await Sttcheck.run("ca", in: folder, environment: ["XDG_CONFIG_HOME": home.path, "SSL_CERT_FILE": named])
      #expect(ended.status == 0, "\(ended)")
      let bundle = try home.text("sttcheck/bundle.pem")
      #expect(bundle.hasPrefix("company\n-----BEGIN") == (named == company))
      #expect(try bundle.components(separatedBy: home.text("sttcheck/ca.pem")).count == 2)
    }
  }

  /// Programs that start side by side trust one and the same.
  @Test func isOneForAllWhoAskAtOnce() async throws {
    let (folder, home) = (try TemporaryFolder(), try TemporaryFolder())
    let marks = try await withThrowingTaskGroup(of: String?.self) { group in
      for _ in 0..<6 {
        group.addTask {
          let ended = try await Sttcheck.run("ca", in: folder, environment: ["XDG_CONFIG_HOME": home.path])
          return ended.out.split(separator: "\n").first { $0.hasPrefix("SHA-256") }.map(String.init)
        }
      }
      return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
    }
    #expect(marks.count == 1 && marks.first != .some(nil), "\(marks)")
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "file")
    for words in [["ca"], ["env"], ["run", "baseline", "--relay", "ws://127.0.0.1:1/", "--start", "true"]] {
      let ended = try await Gate.programs.pass { try await Sttcheck(words, in: folder, environment: ["XDG_CONFIG_HOME": file]).end() }
      #expect(ended.status == 4 && ended.out.isEmpty, "\(ended)")
      #expect(ended.err.contains("\(file)/sttcheck") && ended.err.contains("Not a directory") && ended.err.contains("XDG_CONFIG_HOME"))
      #expect(ended.err.split(separator: "\n").count == 1)
      #expect(folder.entries == ["file"])
    }
  }

  @Test func oneThatIsDamagedIsNotReplaced() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("sttcheck")
    try folder.write("x", to: "sttcheck/ca.pem")
    try folder.write("y", to: "sttcheck/ca.key")
    let ended = try await Sttcheck.run("ca", in: folder, environment: ["XDG_CONFIG_HOME": folder.path])
    #expect(ended.status == 4 && ended.err.contains("ca.pem: can't be used") && ended.err.contains("remove "), "\(ended)")
    #expect(try folder.text("sttcheck/ca.pem") == "x")
  }

  /// A shell takes it, whatever stands in it.
  @Test func theEnvironmentOfAShell() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("it's a folder")
    let home = folder.file("it's a folder")
    let ended = try await Sttcheck.run("env", in: folder, environment: ["XDG_CONFIG_HOME": home])
    #expect(ended.status == 0, "\(ended)")
    try folder.write(
      ended.out + "\nprintf '%s\\n' \"$HTTPS_PROXY\" \"$SSL_CERT_FILE\" \"$PYTHONPATH\" \"${NO_PROXY-none}\"\n", to: "script")
    let shell = Process()
    let output = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [folder.file("script")]
    shell.environment = ["PYTHONPATH": "/mine", "NO_PROXY": "*"]
    shell.standardOutput = output
    try shell.run()
    let read = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    #expect(
      read.split(separator: "\n")
        == ["http://127.0.0.1:9091", "\(home)/sttcheck/bundle.pem", "\(home)/sttcheck/hooks:/mine", "none"].map { Substring($0) })
  }

  @Test func theEnvironmentOfAContainer() async throws {
    let folder = try TemporaryFolder()
    let ended = try await Sttcheck.run("env", "--format", "compose", in: folder, environment: ["XDG_CONFIG_HOME": folder.path])
    #expect(ended.status == 0 && ended.out.contains("HTTPS_PROXY: \"http://host.docker.internal:9091\""), "\(ended)")
    #expect(ended.out.contains("\(folder.path)/sttcheck/ca.pem:/etc/sttcheck/ca.pem:ro") && !ended.out.contains("ca.key"))
    let unknown = try await Sttcheck.run("env", "--format", "fish", in: folder, environment: ["XDG_CONFIG_HOME": folder.path])
    #expect(unknown.status == 2 && unknown.err.contains("shell, dotenv, compose"), "\(unknown)")
  }
}
