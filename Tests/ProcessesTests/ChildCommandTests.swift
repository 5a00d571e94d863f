import Foundation
import Processes
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ChildCommandTests {
  /// What a command told.
  private final class Told: Sendable {
    let lines = AsyncStream<String>.makeStream()
    let endings = AsyncStream<ChildEnding>.makeStream()

    func start(_ command: String, _ environment: [String: String] = ["PATH": "/usr/bin:/bin"]) throws -> ChildCommand {
      try ChildCommand(
        command, environment: environment, output: { [lines] in lines.continuation.yield($0) },
        ended: { [endings] in endings.continuation.yield($0) })
    }

    func next(_ count: Int) async -> [String] {
      var found: [String] = []
      for await line in lines.stream {
        found.append(line)
        if found.count == count { break }
      }
      return found
    }

    func ending() async -> ChildEnding? {
      for await ending in endings.stream { return ending }
      return nil
    }
  }

  /// One that has ended and that nobody has asked about (state Z) is not.
  private static func isAlive(_ pid: String) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? ""
    guard let end = status.lastIndex(of: ")") else { return false }
    return !status[end...].hasPrefix(") Z")
  }

  @Test func tellsWhatIsPrintedAndHowItEnds() async throws {
    let told = Told()
    let child = try told.start("echo $WORD; echo to-stderr >&2; printf rest; exit 3", ["WORD": "a word"])
    #expect(await told.next(3) == ["a word", "to-stderr", "rest"])
    #expect(await told.ending() == .exited(3))
    #expect(child.ending == .exited(3) && !child.isRunning)
    #expect(child.lastLines == ["a word", "to-stderr", "rest"])
    await child.stop()
  }

  @Test(arguments: ["kill -s SEGV $$", "no-such-command-anywhere"])
  func namesItsEnd(command: String) async throws {
    let told = Told()
    let child = try told.start(command)
    let ending = try #require(await told.ending())
    #expect(ending == (command.hasPrefix("kill") ? .signalled(11) : .exited(127)))
    #expect("\(ending)" == (command.hasPrefix("kill") ? "signal 11 (SIGSEGV)" : "exit status 127"))
    #expect(ending.isNoCommand == !command.hasPrefix("kill"))
    await child.stop()
  }

  /// Children of children too, and those that do not listen to SIGTERM; and nobody is told of an end that was asked for.
  @Test(arguments: ["", "trap '' TERM; "])
  func stopsTheWholeGroup(before: String) async throws {
    let told = Told()
    let child = try told.start("\(before)sleep 1000 & echo $!; echo $$; wait")
    let pids = await told.next(2)
    #expect(pids.allSatisfy(Self.isAlive), "\(pids)")
    await child.stop(patience: .milliseconds(before.isEmpty ? 5000 : 200))
    #expect(!pids.contains(where: Self.isAlive), "\(pids)")
    #expect(child.ending == .signalled(before.isEmpty ? 15 : 9))
    told.endings.continuation.finish()
    #expect(await told.ending() == nil)
  }

  /// A program that ignores signals hands that down to its children, who could then not be told to end.
  @Test func signalsHaveTheirMeaning() async throws {
    let before = signal(SIGTERM, SIG_IGN)
    let told = Told()
    let child = try told.start("echo $$; exec sleep 1000")
    signal(SIGTERM, before)
    _ = await told.next(1)
    await child.stop(patience: .seconds(20))
    #expect(child.ending == .signalled(15))
  }

  /// What this program has open stays its own: a port that it no longer listens on is free, whatever it started meanwhile.
  @Test func handsDownNoFiles() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("processes-tests-\(UUID().uuidString)")
    try Data().write(to: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    let handle = try FileHandle(forReadingFrom: folder)
    _ = fcntl(handle.fileDescriptor, F_SETFD, 0)
    let told = Told()
    let child = try told.start("[ -e /proc/$$/fd/\(handle.fileDescriptor) ] && echo open || echo closed")
    #expect(await told.next(1) == ["closed"])
    await child.stop()
    try handle.close()
  }
}
