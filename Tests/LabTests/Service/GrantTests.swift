import Digest
import Lab
import Machines
import Speech
import Testing
import Timeline

/// `POST /v1/auth/grant`, and what its tokens are good for (PROTOCOL, "Handshake").
struct GrantTests {
  private static func ask(
    _ body: String = "", headers: [HeaderField] = [ServiceSession.key], method: String = "POST",
    _ change: (inout ServiceSettings) -> Void = { _ in }
  ) -> ResponseHead {
    var settings = ServiceSettings(known: SpokenFixtures.known, seed: 7)
    change(&settings)
    return OneShotService(settings: settings).answer(
      RequestHead(method: method, target: "/v1/auth/grant", headers: headers), body: Array(body.utf8), at: 0)
  }

  private static func token(_ body: String = "", _ change: (inout ServiceSettings) -> Void = { _ in }) throws -> String {
    let answer = try JSONValue(parsing: ask(body, change).body)
    return try #require(answer["access_token"]?.string)
  }

  /// Whether the service lets in who shows something so many seconds later.
  private static func lets(
    in header: HeaderField, after seconds: Double = 0, _ change: (inout ServiceSettings) -> Void = { _ in }
  ) -> Bool {
    var session = ServiceSession(change)
    session.wait(seconds)
    session.request(ServiceSession.raw, headers: [header])
    if case .accept = session.actions.first { return true }
    return false
  }

  @Test func aTokenLivesThirtySecondsOrAsLongAsIsAskedFor() throws {
    let answer = try JSONValue(parsing: Self.ask().body)
    #expect(Self.ask().status == 200 && answer["expires_in"]?.number == 30)
    let usual = HeaderField("Authorization", "Bearer \(try Self.token())")
    #expect(Self.lets(in: usual) && Self.lets(in: usual, after: 29) && !Self.lets(in: usual, after: 31))
    let long = HeaderField("Authorization", "Bearer \(try Self.token(#"{"ttl_seconds":600}"#))")
    #expect(Self.lets(in: long, after: 599) && !Self.lets(in: long, after: 601))
  }

  @Test func itIsShownAsABearerAndNotAsAKey() throws {
    let token = try Self.token()
    #expect(Self.lets(in: HeaderField("Sec-WebSocket-Protocol", "bearer, \(token)")))
    #expect(!Self.lets(in: HeaderField("Authorization", "Token \(token)")))
    #expect(!Self.lets(in: HeaderField("Sec-WebSocket-Protocol", "token, \(token)")))
  }

  @Test func itIsAsGoodAsTheKeyThatAskedForIt() throws {
    let token = try Self.token { $0.keys = ["secret"] }
    #expect(Self.lets(in: HeaderField("Authorization", "Bearer \(token)")) { $0.keys = ["secret", "other"] })
    #expect(!Self.lets(in: HeaderField("Authorization", "Bearer \(token)")) { $0.keys = ["other"] })
    #expect(!Self.lets(in: HeaderField("Authorization", "Bearer \(token.dropLast())0")) { $0.keys = ["secret"] })
  }

  /// Whatever stands in it: a token is somebody else's text.
  @Test(arguments: [#"{"exp":9e18,"iss":"sttcheck"}"#, #"{"exp":-9e18,"iss":"sttcheck"}"#, #"{"exp":"soon","iss":"sttcheck"}"#, "{"])
  func aTokenOfAnothersMakingIsReadToo(payload: String) {
    let token = "e30." + Base64.encode(Array(payload.utf8)) + ".x"
    #expect(!Self.lets(in: HeaderField("Authorization", "Bearer \(token)")) { $0.keys = ["secret"] })
  }

  @Test func whoHasNoKeyGetsNone() throws {
    #expect(Self.ask(headers: []).status == 401)
    #expect(Self.ask { $0.keys = ["other"] }.status == 401)
    #expect(Self.ask(headers: [HeaderField("Authorization", "Bearer \(try Self.token())")]).status == 401)
    #expect(Self.ask { $0.refusal = .paymentRequired }.status == 402)
  }

  @Test(arguments: [#"{"ttl_seconds":0}"#, #"{"ttl_seconds":3601}"#, #"{"ttl_seconds":"long"}"#, "no JSON"])
  func aLifeThatCannotBeIs400(body: String) { #expect(Self.ask(body).status == 400) }
}
