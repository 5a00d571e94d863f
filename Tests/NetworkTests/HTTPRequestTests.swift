import NIOCore
import NIOPosix
import Network
import Testing
import Timeline

@Suite("Plain HTTP requests", .timeLimit(.minutes(5)))
struct HTTPRequestTests {
  private func ask(
    _ url: String, method: String = "GET", headers: [HeaderField] = [], body: [UInt8] = [], _ options: DialOptions = DialOptions()
  ) async throws -> Result<ResponseHead, ConnectionFailure> {
    let request = HTTPRequest(endpoint: try Endpoint(parsing: url), method: method, headers: headers, body: body, options: options)
    return await request.answer(clock: RunClock(), on: MultiThreadedEventLoopGroup.singleton.next())
  }

  @Test("the request as it goes out, and an answer with its body", arguments: [false, true])
  func exchanges(isChunked: Bool) async throws {
    let body = #"{"token":"abc"}"#
    let answer =
      isChunked
      ? "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n\(body.prefix(5))\r\na\r\n\(body.dropFirst(5))\r\n0\r\n\r\n"
      : "HTTP/1.1 201 Created\r\nContent-Length: \(body.count)\r\n\r\n\(body)"
    let server = try await RawServer.start { _ in [.write(Array(answer.utf8))] }
    let response = try await ask("http://127.0.0.1:\(server.port)/api/session?a=b", headers: [HeaderField("X-A", "1")]).get()
    #expect(response.status == 201)
    #expect(String(decoding: response.body, as: UTF8.self) == body)
    #expect(
      String(decoding: server.received, as: UTF8.self)
        == "GET /api/session?a=b HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nX-A: 1\r\nAccept: */*\r\nConnection: close\r\n\r\n")
    await server.stop()
  }

  @Test func aBodyGoesWithItsLength() async throws {
    let server = try await RawServer.start(.afterBytes) { _ in [.write(Array("HTTP/1.1 204 No Content\r\n\r\n".utf8))] }
    let response = try await ask("http://127.0.0.1:\(server.port)/", method: "POST", body: Array("a=b".utf8)).get()
    #expect(response.status == 204 && response.body.isEmpty)
    #expect(String(decoding: server.received, as: UTF8.self).hasSuffix("Content-Length: 3\r\nConnection: close\r\n\r\na=b"))
    await server.stop()
  }

  @Test("what is no answer is a failure", arguments: [("hello", "NOT_HTTP"), ("", "CLOSED"), ("HTTP/1.1 2", "CLOSED")])
  func fails(answer: String, code: String) async throws {
    let server = try await RawServer.start { _ in [.write(Array(answer.utf8)), .finish] }
    let result = try await ask("http://127.0.0.1:\(server.port)/")
    let failure = #expect(throws: ConnectionFailure.self) { try result.get() }
    #expect(failure?.code == code)
    await server.stop()
  }

  @Test("a cancelled request ends at once")
  func cancels() async throws {
    let server = try await RawServer.start { _ in [] }
    let task = Task { try await ask("http://127.0.0.1:\(server.port)/") }
    for await _ in server.requests { break }
    task.cancel()
    guard case .failure(let failure) = try await task.value else {
      Issue.record("an answer came")
      return
    }
    #expect(failure.code == "CANCELLED")
    await server.stop()
  }

  @Test func uselessCertificatesAreNamedBeforehand() throws {
    let one = try TestCertificate("one", names: "DNS:localhost")
    let two = try TestCertificate("two", names: "DNS:localhost")
    #expect(TLSOptions(extraCertificateAuthorities: "x").fault?.hasPrefix("the certificate authority holds no certificate") == true)
    #expect(
      TLSOptions(certificateChain: "x", privateKey: one.privateKey).fault?.hasPrefix("the client's certificate holds no certificate")
        == true)
    #expect(
      TLSOptions(certificateChain: one.certificate, privateKey: "x").fault?.hasPrefix("the key of the client's certificate") == true)
    #expect(
      TLSOptions(certificateChain: one.certificate, privateKey: two.privateKey).fault
        == "the client's certificate and its key do not belong together")
  }
}
