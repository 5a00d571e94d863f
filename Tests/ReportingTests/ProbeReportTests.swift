import Diagnosis
import Foundation
import Reporting
import Speech
import Testing
import Timeline

/// What a probe looks like: its lines fit a terminal, its JSON fits the schema, and nothing that a peer writes gets out.
@Suite struct ProbeReportTests {
  private static let call = ProbedWay.Call(address: "38.65.1.1:443", took: .milliseconds(12))

  private static func way(_ text: String = "api.deepgram.com") -> ProbedWay {
    let failure = ConnectionFailure(stage: .connect, address: text, code: "ENETUNREACH", text: text)
    var way = ProbedWay(
      proxy: text, lookup: ProbedWay.Lookup(host: text, addresses: ["38.65.1.1"], took: .milliseconds(4), failure: failure),
      calls: [call, ProbedWay.Call(address: "[2001:db8::1]:443", took: .milliseconds(1), failure: failure)])
    way.agreement = TLSAgreement(
      version: "TLS 1.3", applicationProtocol: "http/1.1",
      certificates: [
        PresentedCertificate(subject: text, issuer: text, names: text, notBefore: "Nov 1", notAfter: "Jan 30", sha256: "ab")
      ], secondsLeft: 12 * 86_400)
    return way
  }

  private static func result(_ text: String = "api.deepgram.com") -> ProbeResult {
    ProbeResult(
      place: "wss://\(text)/v1/listen", party: .service,
      stages: [
        ProbeStage(.name, .good, "\(text) has 38.65.1.1", took: .milliseconds(4), usual: "well under 100 ms"),
        ProbeStage(
          .tcp, .doubtful, "1 of 2 addresses answer", took: .seconds(1.2), isSlow: true, usual: "one way there and back", remarks: [text]),
        ProbeStage(.tls, .good, "TLS 1.3, ALPN http/1.1, the certificate holds for 12 more days", took: .milliseconds(30)),
        ProbeStage(
          .upgrade, .failed, "GET /v1/listen → 401 \(text)", took: .milliseconds(180), usual: "131 to 293 ms", remarks: ["request r-1"]),
        ProbeStage(.firstMessage, .unreached, "not reached: upgrade failed"),
        ProbeStage(.session, .unreached, "not reached: upgrade failed"),
        ProbeStage(.oneShot, .skipped, "the profile names no `one_shot` URL"),
      ],
      blame: ProbeBlame(
        .key, .faulty, "The key: the service refuses it (401 \(text)).", remedy: "Try it alone:\n\n```sh\ncurl -i https://\(text)/\n```"),
      next: "sttcheck run --relay URL", way: way(text), transcript: "tell me", wer: 0.25)
  }

  /// Of a place that is an address, and is not reached.
  private static let bare = ProbeResult(
    place: "ws://127.0.0.1:9", party: .relay, stages: ProbeStage.ID.allCases.map { ProbeStage($0, .unreached, "not reached") },
    blame: ProbeBlame(.relay, .unreachable, "The relay: nothing listens."), way: ProbedWay())

  private static func json(_ result: ProbeResult) -> String { ProbeFormat.json.render(result, toolVersion: "1.2.3") }

  @Test func theTextIsAsItWas() throws {
    try Golden.expect(ProbeFormat.text.render(Self.result(), toolVersion: "1.2.3", width: 80), "probe.txt")
  }

  @Test(arguments: [40, 60, 80, 110]) func noLineIsTooWide(width: Int) {
    let text = ProbeFormat.text.render(Self.result(), toolVersion: "1.2.3", width: width)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
  }

  @Test func theJSONFits() throws {
    let checker = try SchemaChecker(of: "probe")
    let whole = try JSONValue(parsing: Array(Self.json(Self.result()).utf8))
    #expect(checker.faults(in: whole) == [])
    #expect(checker.faults(in: try JSONValue(parsing: Array(Self.json(Self.bare).utf8))) == [])
    for changed in whole.withEachMemberOfAnotherType { #expect(!checker.faults(in: changed).isEmpty, "another type goes unnoticed") }
    for cut in whole.withoutEachMember { #expect(!checker.faults(in: cut).isEmpty, "a member may go unnoticed") }
    #expect(whole["stages"]?[1]?["slow"] == .bool(true) && whole["at_fault"]?.string == "key")
    #expect(whole["way"]?["calls"]?[1]?["error"]?.string == "ENETUNREACH" && whole["way"]?["tls"]?["days_left"]?.number == 12)
  }

  /// Every word that it has is one of the schema's.
  @Test(arguments: ProbeBlame.Culprit.allCases) func everyCulpritFits(culprit: ProbeBlame.Culprit) throws {
    var result = Self.bare
    result.blame.culprit = culprit
    #expect(try SchemaChecker(of: "probe").faults(in: JSONValue(parsing: Array(Self.json(result).utf8))) == [])
  }

  @Test(arguments: Samples.hostile) func whatAPeerWritesStaysText(_ text: String) throws {
    let faults = try SchemaChecker(of: "probe").faults(in: JSONValue(parsing: Array(Self.json(Self.result(text)).utf8)))
    #expect(faults == [])
    for page in [Self.json(Self.result(text)), ProbeFormat.text.render(Self.result(text), toolVersion: "1.2.3", width: 80)] {
      #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }, "\(page.debugDescription)")
    }
  }
}
