import Digest
import Foundation
import Glibc
import TestSupport
import Wire

/// A service that accepts one connection and then either reads nothing of it, or says more than anybody asked for.
final class DeafService: Sendable {
  let port: Int
  private let listener: Int32

  /// - Parameter saying: Said again and again once the connection is open; nil says and reads nothing.
  init(saying: Message? = nil, upTo limit: Int = 0, told: @escaping @Sendable (Int) -> Void = { _ in }) throws {
    listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in.loopback(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(listener, pointer, length) == 0 && getsockname(listener, pointer, &length) == 0 && listen(listener, 8) == 0
      }
    }
    guard bound else { throw RawSession.Failure(call: "bind", code: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      Self.answer(connection)
      guard let saying else { return }
      told(Self.flood(connection, Frame(sending: saying.opcode, payload: saying.payload, maskKey: nil).wireBytes, limit))
    }
  }

  deinit { close(listener) }

  private static func answer(_ connection: Int32) {
    var head = ""
    var byte: UInt8 = 0
    while !head.hasSuffix("\r\n\r\n"), recv(connection, &byte, 1, 0) == 1 { head.unicodeScalars.append(Unicode.Scalar(byte)) }
    let key = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key:") }?.split(separator: " ").last
    let accept = WebSocketAccept.key(for: String(key ?? ""))
    let lines = [
      "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: \(accept)", "", "",
    ]
    let bytes = Array(lines.joined(separator: "\r\n").utf8)
    send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private static func flood(_ connection: Int32, _ bytes: [UInt8], _ limit: Int) -> Int {
    var wait = timeval(tv_sec: 0, tv_usec: 500_000)
    setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    var sent = 0
    while sent < limit {
      let count = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { break }
      sent += count
      if count < bytes.count { break }
    }
    return sent
  }
}
