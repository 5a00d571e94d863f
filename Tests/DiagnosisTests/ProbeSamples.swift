import Diagnosis
import Timeline
import Written

/// What a probe may see, written for the tests of its judgement.
enum ProbeSamples {
  static let far = ProbedWay.Call(address: "38.65.1.1:443", took: .milliseconds(12))
  static let host = "api.deepgram.com"
  static let query = "encoding=linear16&sample_rate=16000&channels=1&interim_results=true"

  static func failure(_ stage: ConnectionFailure.Stage, _ code: String, _ text: String = "it failed") -> ConnectionFailure {
    ConnectionFailure(stage: stage, address: "\(host):443", code: code, text: text)
  }

  static func unanswered(_ code: String, _ address: String = far.address, took: Nanoseconds = .milliseconds(3)) -> ProbedWay.Call {
    ProbedWay.Call(address: address, took: took, failure: failure(.connect, code))
  }

  /// A way on which everything passes.
  static func way(_ calls: [ProbedWay.Call] = [far], agreement: TLSAgreement? = agreement(days: 60), proxy: String? = nil) -> ProbedWay {
    var way = ProbedWay(
      proxy: proxy, lookup: ProbedWay.Lookup(host: host, addresses: ["38.65.1.1"], took: .milliseconds(4)), calls: calls)
    way.connected = 0
    way.agreement = agreement
    way.secured = agreement == nil ? nil : .milliseconds(20)
    return way
  }

  static func agreement(days: Double) -> TLSAgreement {
    TLSAgreement(
      version: "TLS 1.3", applicationProtocol: "http/1.1",
      certificates: [
        PresentedCertificate(
          subject: "CN=\(host)", issuer: "CN=An authority", names: "DNS:\(host)", notBefore: "Nov 1 00:00:00 2026 GMT",
          notAfter: "Jan 30 00:00:00 2027 GMT", sha256: String(repeating: "a", count: 64))
      ], secondsLeft: days * 86_400)
  }

  static func unfound(_ code: String) -> ProbedWay {
    ProbedWay(lookup: ProbedWay.Lookup(host: host, took: .milliseconds(9), failure: failure(.resolve, code)), calls: [])
  }

  /// - Parameters:
  ///   - live: Lines of the live session; nil: it was never begun.
  ///   - whole: The answer to the recording sent whole; nil: it was not tried.
  static func sight(
    _ way: ProbedWay = way(), live: String? = nil, whole: ResponseHead? = nil, party: Party = .service, isSecure: Bool = true,
    hasKey: Bool = true, isKnownHost: Bool = false, isFlux: Bool = false, interrupted: Bool = false, environmentProxy: String? = nil
  ) throws -> ProbeSight {
    let head = """
      run service-hop=\(party == .service ? "direct" : "unseen")
      session baseline audio=linear16/16000/1 seconds=2 transcript="tell me more" stop="\(party == .service ? #"{\"type\":\"CloseStream\"}"# : "stop")"
      """
    var recording = try WrittenTimeline(head + "\n" + (live ?? "")).recording
    if live == nil { recording.sessions = [] }
    recording.run.interrupted = interrupted
    if let whole {
      var info = recording.sessions[0]
      info.number = 2
      info.scenario = "one-shot"
      recording.sessions.append(info)
      for (at, kind) in [
        (Nanoseconds.seconds(20), Event.Kind.request(RequestHead(method: "POST", target: "/v1/listen", headers: []))),
        (.seconds(20.4), .response(whole)),
      ] {
        var event = Event(session: 2, hop: nil, connection: 0, at: at, kind)
        event.id = Int64(recording.events.count + 1)
        recording.events.append(event)
      }
    }
    return ProbeSight(
      place: "wss://\(host)/v1/listen", party: party, isKnownHost: isKnownHost, isFlux: isFlux, isSecure: isSecure, hasKey: hasKey,
      hasOneShot: party == .service && !isFlux, environmentProxy: environmentProxy, way: way, recording: recording)
  }

  /// A session of Flux up to its stop.
  static let flux = """
      0.03      client  → GET /v2/listen?encoding=linear16&sample_rate=16000
      0.20      client  ← 101
      0.21      client  ← message "{'type':'Connected'}"
      0.30-2.30 client  → audio 2.0s
      2.32      client  → CloseStream
    """

  /// A session of the service in which everything comes back.
  static let good = """
      0.03      client  → GET /v1/listen?\(query)
      0.20      client  ← 101 dg-request-id="r-1"
      0.30-2.30 client  → audio 2.0s
      1.40      client  ← results "tell me" interim start=0 duration=1 words="tell me"
      2.32      client  → CloseStream
      2.50      client  ← results "tell me more" final start=0 duration=2 words="tell me more"
      2.60      client  ← metadata duration=2 channels=1
      2.61      client  ← close 1000
    """

  /// The service's answer to a recording with these words in it.
  static func heard(_ words: String) -> ResponseHead {
    let body = #"{"results":{"channels":[{"alternatives":[{"transcript":"\#(words)","confidence":0.9}]}]}}"#
    return ResponseHead(status: 200, reason: "OK", headers: [], body: Array(body.utf8))
  }

  /// The opening request, and an answer that is no 101.
  static func refused(_ answer: String) -> String {
    """
      0.03      client  → GET /v1/listen?\(query)
      0.20      client  ← \(answer)
    """
  }
}
