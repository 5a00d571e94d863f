import TestSupport
import Testing

@testable import Network

/// Both sides of TLS in memory, without a socket.
struct TLSEngineTests {
  private static let me = SelfSignedCertificate.make("me", names: "DNS:localhost")

  /// A client and a server whose bytes are carried to and fro.
  private struct Pair {
    let client: TLSEngine
    let server: TLSEngine
    /// What the server was asked for, in order.
    let asked = Box<[String?]>([])

    init(serverName: String? = "localhost", isJudged: Bool = false) throws {
      let me = try #require(TLSEngineTests.me)
      client = try TLSEngine(.client(serverName: serverName, identity: nil, isJudged: isJudged))
      server = try TLSEngine(
        .server { [asked] name in
          asked.value.append(name)
          return me.identity
        })
    }

    /// Carries what waits, piece by piece. False where nothing did.
    func carry(_ from: TLSEngine, _ to: TLSEngine, piece: Int = .max) -> [[UInt8]] {
      let bytes = from.takeOutgoing()
      return stride(from: 0, to: bytes.count, by: min(piece, max(1, bytes.count))).map { start in
        Array(bytes[start..<min(bytes.count, start + min(piece, bytes.count))])
      }
    }

    /// - Returns: How it ended at the client and at the server.
    func shakeHands(piece: Int = .max, judge: ([[UInt8]]) -> CInt? = { _ in nil }) -> (TLSEngine.Handshake, TLSEngine.Handshake) {
      var (mine, theirs) = (client.shakeHands(), server.shakeHands())
      for _ in 0..<20 {
        if case .toBeJudged(let chain) = mine {
          client.judged(judge(chain))
          mine = client.shakeHands()
        }
        for bytes in carry(client, server, piece: piece) {
          bytes.withUnsafeBytes(server.take)
          if case .wantsBytes = theirs { theirs = server.shakeHands() }
        }
        for bytes in carry(server, client, piece: piece) {
          bytes.withUnsafeBytes(client.take)
          if case .wantsBytes = mine { mine = client.shakeHands() }
        }
      }
      return (mine, theirs)
    }
  }

  private final class Box<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }
  }

  private static func isDone(_ handshake: TLSEngine.Handshake) -> Bool { if case .done = handshake { true } else { false } }

  private static func everything(_ engine: TLSEngine) -> (bytes: [UInt8], end: TLSEngine.Reading) {
    var bytes: [UInt8] = []
    while true {
      let reading = engine.read()
      guard case .bytes(let more) = reading else { return (bytes, reading) }
      bytes += more
    }
  }

  @Test("bytes go through as they are, in whatever pieces the network carries them", arguments: [1, 7, .max])
  func carries(piece: Int) throws {
    let pair = try Pair()
    let (mine, theirs) = pair.shakeHands(piece: piece)
    #expect(Self.isDone(mine) && Self.isDone(theirs))
    #expect(pair.client.version == "TLS 1.3" && pair.client.applicationProtocol == "http/1.1")
    #expect(pair.asked.value == ["localhost"])
    // More than three records.
    let sent = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(sent.withUnsafeBytes(pair.client.write) == nil)
    var got: [UInt8] = []
    for bytes in pair.carry(pair.client, pair.server, piece: piece) {
      bytes.withUnsafeBytes(pair.server.take)
      got += Self.everything(pair.server).bytes
    }
    #expect(got == sent)
    pair.client.close()
    for bytes in pair.carry(pair.client, pair.server) { bytes.withUnsafeBytes(pair.server.take) }
    guard case .over = Self.everything(pair.server).end else { Issue.record("close_notify did not come"); return }
  }

  @Test func anAddressIsNotNamed() throws {
    let pair = try Pair(serverName: nil)
    let (mine, theirs) = pair.shakeHands()
    #expect(Self.isDone(mine) && Self.isDone(theirs) && pair.asked.value == [nil])
  }

  @Test("nothing is done before the verdict; what is wrong is told to the server by its alert")
  func waitsForTheVerdict() throws {
    let pair = try Pair(isJudged: true)
    var seen: [[UInt8]] = []
    let (mine, theirs) = pair.shakeHands(judge: { chain in
      seen = chain
      return nil
    })
    #expect(Self.isDone(mine) && Self.isDone(theirs))
    #expect(CertificateJudge(host: "localhost", extraAuthorities: nil).judgement(on: seen).fault?.code == "SELF_SIGNED")

    for (code, alert) in [
      ("CERTIFICATE_EXPIRED", "certificate_expired"), ("SELF_SIGNED", "unknown_ca"), ("UNKNOWN_AUTHORITY", "unknown_ca"),
      ("HOSTNAME_MISMATCH", "bad_certificate"),
    ] {
      let pair = try Pair(isJudged: true)
      let (mine, theirs) = pair.shakeHands(judge: { _ in CertificateJudge.Fault(code: code, text: "").number })
      guard case .failed = mine else { Issue.record("\(code) is taken"); continue }
      // Under TLS 1.3 the server is done before the client has looked.
      if case .failed(let fault) = theirs {
        #expect(fault.alert == alert)
      } else if case .failed(let fault) = Self.everything(pair.server).end {
        #expect(fault.alert == alert, "\(code)")
      } else {
        Issue.record("\(code): the server hears nothing")
      }
    }
  }

  @Test("what is no TLS fails, and takes nothing with it", arguments: 0..<200)
  func garbage(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let pair = try Pair()
    let hello = { () -> [UInt8] in
      _ = pair.client.shakeHands()
      return pair.client.takeOutgoing()
    }()
    // Half of them begin as a client does.
    var bytes = seed.isMultiple(of: 2) ? hello : []
    for place in bytes.indices where random.next() % 16 == 0 { bytes[place] = random.bytes(1)[0] }
    bytes += random.bytes(Int(random.next() % 256))
    bytes.withUnsafeBytes(pair.server.take)
    for _ in 0..<5 {
      switch pair.server.shakeHands() {
      case .failed(let fault): #expect(!fault.description.isEmpty)
      case .done: Issue.record("done with half a handshake")
      case .wantsBytes, .toBeJudged: break
      }
    }
  }
}
