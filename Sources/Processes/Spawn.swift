internal import Foundation

/// Starts `/bin/sh -c COMMAND` as the first process of a group of its own.
enum Spawn {
  /// - Parameters:
  ///   - input: What becomes its standard input; nil: nothing to read.
  ///   - output: What becomes its standard output and error; nil: they go nowhere.
  /// - Returns: Its process id, which is its group's too.
  static func shell(
    _ command: String, environment: [String: String], input: Int32? = nil, output: Int32? = nil
  ) throws(ChildFailure) -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    if let input {
      posix_spawn_file_actions_adddup2(&files, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
    }
    for number in [Int32(1), 2] {
      if let output {
        posix_spawn_file_actions_adddup2(&files, output, number)
      } else {
        posix_spawn_file_actions_addopen(&files, number, "/dev/null", O_WRONLY, 0)
      }
    }
    keepOthers()
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that this program ignores or blocks would stay so in the child: it could not be told to end.
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var pid: pid_t = 0
    let status = withStrings(["/bin/sh", "-c", command]) { words in
      withStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) { variables in
        CoreDumps.leftToOthers { posix_spawn(&pid, "/bin/sh", &files, &attributes, words, variables) }
      }
    }
    guard status == 0 else { throw ChildFailure(text: "/bin/sh can't be started: \(String(cString: strerror(status)))") }
    return pid
  }

  /// Ports that this program listens on, and connections that it has, would stay open for as long as the child lives.
  private static func keepOthers() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
    for number in names.compactMap({ Int32($0) }) where number > 2 { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
  }

  /// The texts as C has them, for as long as the body takes.
  private static func withStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = texts.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
