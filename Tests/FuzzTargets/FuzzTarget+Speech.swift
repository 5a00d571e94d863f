internal import Speech

extension FuzzTarget {
  private static let results =
    #"{"type":"Results","channel_index":[0,1],"duration":1.5,"start":0.0,"is_final":true,"speech_final":false,"channel":{"alternatives":[{"transcript":"tell me","confidence":0.98,"words":[{"word":"tell","start":0.1,"end":0.4,"confidence":0.9}]}]},"metadata":{"request_id":"a-b","model_uuid":"m","model_info":{"name":"n","version":"v","arch":"a"}}}"#
  private static let metadata =
    #"{"type":"Metadata","transaction_key":"deprecated","request_id":"a-b","sha256":"00","created":"2026-01-01T00:00:00.000Z","duration":2.0,"channels":1}"#
  private static let words = [
    "\"type\"", "null", "true", "1e999", "-0", "\\u0000", "\\ud800", "[[[[", "]}", "{\"", "transcript", "is_final", "channel",
    "alternatives",
    "Error", "Results", ":", ",", "9007199254740993", "text", "final", "metadata",
  ]

  /// The service's messages, as text: what is read is written as something that reads the same.
  static let serviceMessages = FuzzTarget(
    "service-messages",
    texts: [
      results, metadata, #"{"type":"Error","description":"x","message":"y","variant":"z"}"#,
      #"{"type":"SpeechStarted","channel":[0,1],"timestamp":1.0}"#,
    ],
    words: words
  ) { bytes in
    if let value = try? JSONValue(parsing: bytes) {
      guard (try? JSONValue(parsing: Array(value.serialized().utf8))) == value else { return "JSON reads otherwise once it is written" }
    }
    if let message = try? ServiceMessage(parsing: bytes) {
      guard let again = try? ServiceMessage(parsing: message.encoded()) else { return "a message that was read can't be read again" }
      if again.encoded() != message.encoded() { return "a message reads otherwise once it is written" }
    }
    _ = ClientMessage(parsing: bytes)
    _ = OneShotReading(bytes)
    return nil
  }

  /// Messages of relays that nobody knows, with every way of reading them: text and binary, one after the other.
  static let relayShapes = FuzzTarget(
    "relay-shapes",
    texts: [
      results, #"{"type":"partial","text":"tell me"}"#, #"{"transcript":"tell","is_final":true}"#, "tell me",
      #"[{"text":"a"},{"final":1}]"#,
      #"42["results",{"text":"tell me","isFinal":true}]"#, #"{"metadata":{"duration":1}}"#,
      #"{"event":"media","data":{"channel":{"alternatives":[{"transcript":"x"}]}}}"#,
    ], words: words
  ) { bytes in
    for setting in ["auto", "deepgram", #"{"transcript":"$.text","final":"$.final"}"#].map(MessagesSetting.init) {
      var reader = MessageReader(setting: setting)
      let first = reader.read(bytes, isText: true)
      _ = reader.read(bytes, isText: false)
      var another = MessageReader(setting: setting)
      if another.read(bytes, isText: true) != first { return "the same message reads otherwise (\(setting))" }
    }
    return nil
  }

  /// Selectors and the values that they pick; the second line is the JSON.
  static let selectors = FuzzTarget(
    "selectors",
    texts: [
      "$.channel.alternatives[0].transcript\n\(results)", "$['a b'][*].x\n{\"a b\":[{\"x\":1}]}", "$..text\n[1]", "$\n{}",
      "$[-1].words[0:2]\n[{\"words\":[1,2,3]}]",
    ], words: ["$", ".", "[", "]", "*", "'", "\"", "-1", "99999999999999999999", "..", "\\", "\n"]
  ) { bytes in
    let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    guard let text = parts.first, let selector = try? JSONSelector(parsing: String(decoding: text, as: UTF8.self)) else { return nil }
    guard (try? JSONSelector(parsing: "\(selector)")) == selector else { return "'\(selector)' reads otherwise" }
    guard parts.count > 1, let value = try? JSONValue(parsing: Array(parts[1])) else { return nil }
    _ = JSONCondition(json: value)?.holds(for: value)
    return selector.first(in: value) == selector.values(in: value).first ? nil : "the first of the values is another"
  }

  /// Requests of a relay to the service.
  static let queries = FuzzTarget(
    "queries", texts: ["/v1/listen?model=nova-3&encoding=linear16&sample_rate=16000&keyterm=a%20b&keyterm=c", "/v1/listen?x=%zz&&=&+"],
    words: ["%", "&", "=", "%00", "%C3%A4", "?", "#", "interim_results=true", "channels=99999999999999999999"]
  ) { bytes in
    let (path, items) = QueryString.parse(String(decoding: bytes, as: UTF8.self))
    let (_, again) = QueryString.parse(QueryString.append(items, to: path.isEmpty || path.contains("?") ? "/" : path))
    _ = ListenParameters.parse(target: String(decoding: bytes, as: UTF8.self))
    return again.map(\.name) == items.map(\.name) && again.map(\.value) == items.map(\.value)
      ? nil : "a query reads otherwise once it is written"
  }
}
