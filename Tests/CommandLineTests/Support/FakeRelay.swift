import Foundation
import Glibc
import TestSupport

/// A socket on the loopback that answers each request with bytes of the test's choice, and hangs up. It stands until the tests are over.
struct FakeRelay: Sendable {
  struct Failure: Error {
    let call: String
    let code: Int32
  }

  let port: Int
  private let socket: Int32

  /// - Parameter answer: Made of the request's head, as it came; nil refuses every connection: the port is taken, and nobody listens.
  /// - Parameter wanted: The port; 0 for any.
  init(answering answer: (@Sendable (String) -> String)?, at wanted: Int = 0) throws {
    if let answer {
      try self.init(bytes: { Array(answer($0).utf8) }, at: wanted)
    } else {
      try self.init(bytes: nil, at: wanted)
    }
  }

  /// The same for what is no text, as frames are.
  init(bytes answer: (@Sendable (String) -> [UInt8])?, at wanted: Int = 0) throws {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(call: "socket", code: errno) }
    self.socket = socket
    var address = sockaddr_in.loopback(port: wanted)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
      }
    }
    guard bound else { throw Failure(call: "bind", code: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    guard let answer else { return }
    guard listen(socket, 8) == 0 else { throw Failure(call: "listen", code: errno) }
    Thread.detachNewThread { Self.serve(socket, answer) }
  }

  var url: String { "ws://127.0.0.1:\(port)/speech/stt:test" }

  private static func serve(_ socket: Int32, _ answer: @Sendable (String) -> [UInt8]) {
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { return }
      var limit = timeval(tv_sec: 10, tv_usec: 0)
      setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
      var head: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while !String(decoding: head, as: UTF8.self).contains("\r\n\r\n") {
        let count = recv(connection, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        head += buffer[..<count]
      }
      let bytes = answer(String(decoding: head, as: UTF8.self))
      send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      close(connection)
    }
  }
}
