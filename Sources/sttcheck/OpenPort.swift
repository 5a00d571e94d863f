/// Ports that more than this machine can reach: that is allowed, and said.
enum OpenPort {
  /// Nil for the loopback.
  /// - Parameters:
  ///   - option: What opens it.
  ///   - what: What whoever reaches it can do.
  static func warning(_ option: String, _ host: String, _ port: Int, _ what: String) -> String? {
    guard host != "localhost", host != "::1", !host.hasPrefix("127.") else { return nil }
    return "WARNING: \(option) \(host): whoever reaches this machine's port \(port) \(what)"
  }

  /// Says so at once.
  static func warn(_ option: String, _ host: String, _ port: Int, _ what: String) {
    if let warning = warning(option, host, port, what) { Console.note(warning) }
  }
}
