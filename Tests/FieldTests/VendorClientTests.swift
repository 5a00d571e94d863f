import Speech
import Testing

/// The vendor's own SDK and a bare WebSocket library, unchanged, against the simulated service: what works with the real one works here.
@Suite(.enabled(if: Surroundings.hasSDK, "no python3 with deepgram-sdk (set STTCHECK_PYTHON)"), .timeLimit(.minutes(5)))
struct VendorClientTests {
  private static let spoken = "tell the master our ferry leaves at noon"

  @Test(arguments: ["sdk_live", "sdk_live_async"])
  func theSDKStreams(script: String) async throws {
    let told = try await VendorClient(script: script).told()
    // The SDK knows every message: it made one of its own types of each.
    let kinds = Set((told["kinds"]?.array ?? []).compactMap(\.string))
    #expect(kinds.isSubset(of: ["ListenV1Results", "ListenV1Metadata", "ListenV1UtteranceEnd", "ListenV1SpeechStarted"]), "\(told)")
    #expect(kinds.isSuperset(of: ["ListenV1Results", "ListenV1Metadata"]), "\(told)")
    #expect(told.types.last == "Metadata")
    #expect(Self.words(told.transcript) == Self.words(Self.spoken))
    if script == "sdk_live" {
      #expect(told["events"] == ["open", "close"])
      #expect(told["errors"] == [])
    }
  }

  @Test func theSDKStreamsThroughTheReferenceRelay() async throws {
    let told = try await VendorClient(script: "sdk_live").told(.relay)
    #expect(Self.words(told.transcript) == Self.words(Self.spoken), "\(told)")
    #expect(told.types.last == "Metadata")
    #expect(told["errors"] == [])
    // Its own parameters reached the service.
    #expect(told.transcript.first?.isUppercase == true)
  }

  @Test(arguments: ["sdk_live", "sdk_live_async"])
  func theSDKIsToldOfARefusal(script: String) async throws {
    let told = try await VendorClient(script: script).told(.service(["--keys", "another"]))
    #expect(told["refused"]?.integer == 401, "\(told)")
  }

  @Test func theSDKTranscribesRecordings() async throws {
    let told = try await VendorClient(script: "sdk_prerecorded", clip: "two-sentences").told()
    let spoken = "The train leaves at seven. Please bring a warm coat and gloves."
    #expect(Self.prerecorded(told["file"]) == spoken, "\(told)")
    #expect(told["file"]?["results"]?["utterances"]?.array?.count == 2)
    #expect(told["file"]?["metadata"]?["channels"]?.integer == 1)
    for way in ["pieces", "later"] { #expect(Self.words(Self.prerecorded(told[way])) == Self.words(spoken), "\(way): \(told)") }
    for (way, code) in [("garbage", "Bad Request"), ("url", "REMOTE_CONTENT_ERROR")] {
      #expect(told[way]?["refused"]?.integer == 400)
      #expect(told[way]?["kind"]?.string == "BadRequestError")
      #expect(told[way]?["body"]?["err_code"]?.string == code)
      #expect(told[way]?["headers"]?["dg-error"]?.string == told[way]?["body"]?["err_msg"]?.string)
    }
  }

  @Test func theGuidesRawClient() async throws {
    let told = try await VendorClient(script: "raw_client").told()
    #expect(Self.words(told.transcript) == Self.words(Self.spoken), "\(told)")
    #expect(told.types.last == "Metadata")
    #expect(told["close"] == [1000, ""])
    #expect(told["binary"]?.integer == 0)
    #expect(told["request_id"]?.string == told["messages"]?.array?.last?["request_id"]?.string)
  }

  @Test(arguments: [
    ("", "", 401, "INVALID_AUTH"), ("a-key", "&utterance_end_ms=999", 400, "INVALID_QUERY_PARAMETER"),
    ("a-key", "&model=other", 403, "INSUFFICIENT_PERMISSIONS"),
  ])
  func theGuidesRawClientReadsWhyItWasRefused(key: String, query: String, status: Int, code: String) async throws {
    let client = VendorClient(script: "raw_client", key: key, environment: ["QUERY": query])
    let told = try await client.told(.service(["--models", "nova-3"]))
    #expect(told["refused"]?.integer == status, "\(told)")
    #expect(told["body"]?["err_code"]?.string == code)
    #expect(told["body"]?["err_msg"]?.string == told["error"]?.string)
    #expect(told["body"]?["request_id"]?.string == told["request_id"]?.string)
  }

  private static func prerecorded(_ answer: JSONValue?) -> String {
    answer?["results"]?["channels"]?[0]?["alternatives"]?[0]?["transcript"]?.string ?? ""
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split(separator: " ").map { $0.filter(\.isLetter) }
  }
}
