import NIOCore
import NIOPosix
import NIOSSL
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

  @Test("a server that asks for it gets the client's certificate")
  func showsACertificate() async throws {
    let authority = try TestCertificate("Clients", names: nil)
    let client = try TestCertificate("client", names: "DNS:client.example.com", issuer: authority)
    let own = try TestCertificate("me", names: "DNS:localhost")
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(own.certificate.utf8)).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(own.privateKey.utf8), format: .pem)))
    configuration.certificateVerification = .noHostnameVerification
    configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.certificate.utf8)))
    let context = try NIOSSLContext(configuration: configuration)
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers([NIOSSLServerHandler(context: context), Welcome()])
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let url = "https://localhost:\(listener.localAddress?.port ?? 0)/"
    var tls = TLSOptions(extraCertificateAuthorities: own.certificate, certificateChain: client.certificate, privateKey: client.privateKey)
    #expect(tls.fault == nil)
    #expect(try await ask(url, DialOptions(tls: tls)).get().status == 200)
    tls.certificateChain = nil
    if case .success(let response) = try await ask(url, DialOptions(tls: tls)) { Issue.record("let in without: \(response.status)") }
    try await listener.close()
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

  /// Answers whoever gets through.
  private final class Welcome: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      context.channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), promise: nil)
    }
  }
}
