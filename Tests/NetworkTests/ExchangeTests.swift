import Lab
import NIOCore
import Network
import Testing
import Timeline

@Suite("Plain HTTP on a lab server's port", .timeLimit(.minutes(5)))
struct ExchangeTests {
  let bench = Bench()

  private func server(_ limit: Int = 1000) async throws -> LabServer {
    try await bench.serve { head in
      .exchange(
        HTTPExchange(bodyLimit: limit) { body in
          let text =
            switch body {
            case .success(let bytes): "\(head.method) got \(bytes.count): \(String(decoding: bytes, as: UTF8.self))"
            case .failure(let fault): "\(fault)"
            }
          return ResponseHead(status: (try? body.get()) == nil ? 400 : 200, reason: "so", headers: [], body: Array(text.utf8))
        })
    }
  }

  @Test(
    "a body is read whole, however its length is told",
    arguments: [
      ("Content-Length: 3\r\n\r\nabc", "got 3: abc"), ("Content-Length: 3\r\n\r\nabcdef", "got 3: abc"), ("\r\n", "got 0: "),
      ("Content-Length: 0\r\n\r\n", "got 0: "), ("content-length: 3, 3\r\n\r\nabc", "got 3: abc"),
      ("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n", "got 5: abcde"),
      ("Transfer-Encoding: Chunked\r\nContent-Length: 1\r\n\r\n00A\nabcdefghij\n0\n\n", "got 10: abcdefghij"),
    ])
  func readsBodies(rest: String, words: String) async throws {
    let server = try await server()
    let answer = try await RawClient.exchange(server.boundAddress.port, "POST /x HTTP/1.1\r\nHost: h\r\n" + rest)
    #expect(answer.hasPrefix("HTTP/1.1 200 so\r\n"), "\(answer)")
    #expect(answer.contains("Content-Length: "), "\(answer)")
    #expect(answer.hasSuffix("POST " + words), "\(answer)")
    await server.shutdown()
  }

  @Test(
    "a body that can't be had is told, never waited for",
    arguments: [
      ("Content-Length: 1001\r\n\r\n", "tooLong(limit: 1000)"),
      ("Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + String(repeating: "x", count: 1000) + "\r\n1\r\nx", "tooLong(limit: 1000)"),
      ("Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", "no size of a chunk"),
      ("Transfer-Encoding: chunked\r\n\r\n-1\r\n", "no size"),
      ("Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n", "longer than its size"), ("Transfer-Encoding: gzip\r\n\r\n", "not understood"),
      ("Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "no number"), ("Content-Length: -1\r\n\r\n", "no number"),
      ("Transfer-Encoding: chunked\r\n\r\n" + String(repeating: "0", count: 5000), "longer than 4096"),
    ])
  func refusesBodies(rest: String, words: String) async throws {
    let server = try await server()
    let answer = try await RawClient.exchange(server.boundAddress.port, "POST /x HTTP/1.1\r\nHost: h\r\n" + rest)
    #expect(answer.hasPrefix("HTTP/1.1 400 so\r\n"), "\(answer)")
    #expect(answer.contains(words), "\(answer)")
    await server.shutdown()
  }

  @Test("a client that waits for leave to send gets it")
  func continues() async throws {
    let server = try await server()
    let port = server.boundAddress.port
    // A body that is too long is refused without it.
    let refused = try await RawClient.exchange(port, "POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n")
    #expect(refused.hasPrefix("HTTP/1.1 400 so\r\n"), "\(refused)")
    let answer = try await RawClient.exchange(
      port, "POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", then: "abc", after: "100 Continue\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 so\r\n"), "\(answer)")
    #expect(answer.hasSuffix("got 3: abc"), "\(answer)")
    await server.shutdown()
  }

  @Test("a client that leaves in the middle of its body leaves nothing behind")
  func forgetsLeavers() async throws {
    let server = try await server()
    _ = try await RawClient.exchange(
      server.boundAddress.port, "POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n", then: nil,
      after: "100 Continue\r\n\r\n")
    await server.shutdown(patience: .seconds(30))
    #expect(server.connectionCount == 0)
  }
}
