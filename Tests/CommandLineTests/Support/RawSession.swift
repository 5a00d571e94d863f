import Foundation
import Glibc
import Synchronization
import TestSupport
import Wire

/// A WebSocket client on a blocking socket, which can leave as no library would: without a Close, or with an RST.
final class RawSession: Sendable {
  struct Failure: Error {
    let call: String
    let code: Int32
  }

  private let socket: Int32
  private let incoming = Mutex((decoder: FrameDecoder(role: .client), assembler: MessageAssembler()))

  /// Connects, and asks for the upgrade; its answer is read.
  /// - Parameters:
  ///   - headers: Lines besides those that it must have.
  ///   - patience: Seconds that it may take.
  init(port: Int, target: String = "/speech/stt:test", headers: [String] = ["Authorization: Token k"], patience: Int = 30) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw Failure(call: "socket", code: errno) }
    var limit = timeval(tv_sec: patience, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in.loopback(port: port)
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
    }
    guard connected else {
      close(socket)
      throw Failure(call: "connect", code: errno)
    }
    let lines = [
      "GET \(target) HTTP/1.1", "Host: 127.0.0.1", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    try write(Array((lines + headers + ["", ""]).joined(separator: "\r\n").utf8))
    var head = ""
    while !head.hasSuffix("\r\n\r\n") { head.unicodeScalars.append(Unicode.Scalar(try byte())) }
    guard head.hasPrefix("HTTP/1.1 101") else { throw Failure(call: head, code: 0) }
  }

  deinit { close(socket) }

  func send(_ message: Message) throws {
    try write(Frame(sending: message.opcode, payload: message.payload, maskKey: 0x0102_0304).wireBytes)
  }

  /// Sends for so long as the peer takes it.
  /// - Returns: Bytes taken before nothing more was for half a second.
  func flood(_ message: Message, upTo limit: Int) -> Int {
    var wait = timeval(tv_sec: 0, tv_usec: 500_000)
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    let bytes = Frame(sending: message.opcode, payload: message.payload, maskKey: 0x0102_0304).wireBytes
    var sent = 0
    while sent < limit {
      let count = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { break }
      sent += count
      if count < bytes.count { break }
    }
    return sent
  }

  /// Everything that comes, up to the end of TCP; a Close is answered.
  func readToEnd() throws -> [Message] { try read { _ in false } }

  /// What comes, up to and with the first message that is wanted; or to the end of TCP.
  func read(upTo isWanted: (Message) -> Bool) throws -> [Message] {
    var messages: [Message] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else {
        if count < 0 { throw Failure(call: "recv", code: errno) }
        return messages
      }
      let came = incoming.withLock { incoming in
        incoming.decoder.feed(Array(buffer[..<count]))
        var came: [Message] = []
        while let (frame, _) = incoming.decoder.next() { if let message = incoming.assembler.take(frame).message { came.append(message) } }
        return came
      }
      messages += came
      for case .close(let code, _) in came { try? send(.close(code: code, reason: [])) }
      if came.contains(where: isWanted) { return messages }
    }
  }

  /// Leaves at once: an RST, and nothing said.
  func kill() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    shut()
  }

  /// Ends TCP in order, but says no Close.
  func shut() { Glibc.shutdown(socket, Int32(SHUT_RDWR)) }

  private func write(_ bytes: [UInt8]) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { throw Failure(call: "send", code: errno) }
      done += count
    }
  }

  private func byte() throws -> UInt8 {
    var byte: UInt8 = 0
    guard recv(socket, &byte, 1, 0) == 1 else { throw Failure(call: "recv", code: errno) }
    return byte
  }
}

/// Does blocking work on a thread of its own.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
  try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
    Thread.detachNewThread { done.resume(with: Result(catching: work)) }
  }
}
