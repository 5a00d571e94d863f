/// `HOST:PORT` of the command line: `127.0.0.1:9090`, `[::1]:0`, `localhost:8080`, `:8080`.
struct HostAndPort {
  var host: String
  var port: Int

  init(_ text: String, option: String) throws(CommandFailure) {
    let problem = CommandFailure(
      code: .usage,
      text: "\(option): '\(text)' is no address to listen on; allowed is HOST:PORT, as 127.0.0.1:9090 (port 0 takes a free one)")
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port) else {
      throw problem
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
    } else if host.contains(":") || host.contains("/") {
      throw problem
    }
    self.host = host.isEmpty ? "127.0.0.1" : host
    self.port = port
  }
}
