import Dialects
import Speech
import Testing
import Wire

struct DialectSettingTests {
  private func dialect(_ json: String) throws -> Dialect { try Dialect(setting: try JSONValue(parsing: Array(json.utf8))) }

  @Test func socketIOTakesARelaysOwnEvents() throws {
    let dialect = try dialect(#"{"dialect":"socket.io","audio":"chunk","results":"text","stop":"end"}"#)
    var speaker = ClientSpeaker(dialect, bytesPerSecond: 8000, stream: "")
    #expect(speaker.say(.binary([1])) == [.text(#"451-["chunk",{"_placeholder":true,"num":0}]"#), .binary([1])])
    #expect(speaker.say(.text(dialect.stopText ?? "")) == [.text(#"42["end"]"#)])
    var listener = RelayListener(dialect)
    #expect(listener.hear(.text(#"42["text",{"text":"a"}]"#)).plain == .text(#"{"text":"a"}"#))
    #expect(listener.hear(.text(#"42["oops",{"why":"b"}]"#)).plain == .text(#"{"event":"oops","data":{"why":"b"}}"#))
  }

  /// One event for all, with what is to happen in it: relays after Deepgram's old starters.
  @Test func socketIOSaysWhatARelayWantsToHear() throws {
    let dialect = try dialect(
      #"{"dialect":"socket.io","opening":[{"event":"toggle","data":{"action":"start"}},{"await":"ready"}],"stop":{"event":"toggle","data":{"action":"stop"}}}"#
    )
    #expect(dialect.opening.contains(.says(MessageTemplate(verbatim: #"42["toggle",{"action":"start"}]"#))))
    guard case .awaits(let pattern, _)? = dialect.opening.last else { return #expect(Bool(false), "it waits for the relay") }
    #expect(pattern.holds(for: Array(#"42["ready",{"id":7}]"#.utf8)) && !pattern.holds(for: Array(#"42["readyish"]"#.utf8)))
    var speaker = ClientSpeaker(dialect, bytesPerSecond: 8000, stream: "")
    #expect(speaker.say(.text(dialect.stopText ?? "")) == [.text(#"42["toggle",{"action":"stop"}]"#)])
    var listener = ClientListener(dialect)
    #expect(listener.hear(.text(#"42["toggle",{"action":"start"}]"#)) == nil)
    #expect(listener.hear(.text(#"42["toggle",{"action":"stop"}]"#)) == dialect.stopText.map { .text($0) })
  }

  /// Others want base64 in the event, or the bytes beside what else is said in it.
  @Test(arguments: [
    (#"{"event":"audio","data":"{{audio}}"}"#, [Message.text(#"42["audio","AQI="]"#)]),
    (#"{"event":"audio","data":{"n":"{{sequence}}","pcm":"{{audio}}"}}"#, [.text(#"42["audio",{"n":"1","pcm":"AQI="}]"#)]),
    (
      #"{"event":"audio","data":{"chunk":"{{attachment}}","room":7}}"#,
      [.text(#"451-["audio",{"chunk":{"_placeholder":true,"num":0},"room":7}]"#), .binary([1, 2])]
    ),
  ])
  func socketIOCarriesAudioAsARelayWantsIt(_ audio: String, _ said: [Message]) throws {
    let dialect = try dialect(#"{"dialect":"socket.io","audio":\#(audio)}"#)
    var (speaker, listener) = (ClientSpeaker(dialect, bytesPerSecond: 8000, stream: ""), ClientListener(dialect))
    #expect(speaker.say(.binary([1, 2])) == said)
    #expect(said.compactMap { listener.hear($0) } == [.binary([1, 2])])
  }

  @Test func socketIOShowsWhoItIs() throws {
    let dialect = try dialect(#"{"dialect":"socket.io","auth":{"token":"a"}}"#)
    #expect(dialect.opening.contains(.says(MessageTemplate(verbatim: #"40{"token":"a"}"#))))
    var listener = ClientListener(dialect)
    #expect(listener.hear(.text(#"40{"token":"a"}"#)) == nil)
  }

  /// What a stop is filled with goes over the wire; who reads of it sees that it is filled.
  @Test func aStopWithPlaces() throws {
    let dialect = try dialect(#"{"audio":"{{audio}}","stop":{"event":"stop","stream_id":"{{stream}}"}}"#)
    let stop = #"{"event":"stop","stream_id":"…"}"#
    #expect(dialect.stopText == stop)
    var (speaker, listener) = (ClientSpeaker(dialect, bytesPerSecond: 1, stream: "MZ1"), ClientListener(dialect))
    let said = speaker.say(.text(stop))
    #expect(said == [.text(#"{"event":"stop","stream_id":"MZ1"}"#)])
    #expect(said.compactMap { listener.hear($0) } == [.text(stop)])
  }

  /// Where finals have an event of their own, its name is all that says so.
  @Test func ofSeveralEventsTheNameIsKept() throws {
    let dialect = try dialect(#"{"dialect":"socket.io","results":["interim","final"]}"#)
    var listener = RelayListener(dialect)
    #expect(listener.hear(.text(#"42["final",{"text":"a"}]"#)).plain == .text(#"{"event":"final","data":{"text":"a"}}"#))
    var reader = MessageReader()
    let read = reader.read(Array(#"{"event":"final","data":{"text":"a"}}"#.utf8), isText: true)
    guard case .result(let result) = read.kind else { return #expect(Bool(false), "\(read)") }
    #expect(result.isFinal == true && result.text == "a")
  }

  /// The other side of a call is silent, and nothing of the client's own.
  @Test func bothSidesOfACallAreSent() throws {
    let dialect = try dialect(#"{"dialect":"twilio","tracks":"both"}"#)
    var (speaker, listener) = (ClientSpeaker(dialect, bytesPerSecond: 8000, stream: "MZ1"), ClientListener(dialect))
    let opening = dialect.opening.compactMap { if case .says(let template) = $0 { speaker.say(template) } else { nil } }
    #expect(
      opening.contains {
        if case .text(let bytes) = $0 { String(decoding: bytes, as: UTF8.self).contains(#"["inbound","outbound"]"#) } else { false }
      })
    let said = speaker.say(.binary([1, 2])) + speaker.say(.binary([3]))
    let tracks = try said.map { message throws in
      guard case .text(let bytes) = message else { return "" }
      let value = try JSONValue(parsing: bytes)
      let media = value["media"]
      return ["track", "chunk", "timestamp", "payload"].map { media?[$0]?.string ?? "?" }.joined(separator: " ")
    }
    #expect(tracks == ["inbound 1 0 AQI=", "outbound 1 0 //8=", "inbound 2 0 Aw==", "outbound 2 0 /w=="])
    #expect(said.compactMap { listener.hear($0) } == [.binary([1, 2]), .binary([3])])
    #expect(said.map { listener.isOtherTrack($0) } == [false, true, false, true])
  }

  /// A relay may send base64 in an event where others attach the bytes.
  @Test func writtenOutItCountsAndAnswers() throws {
    let dialect = try dialect(
      #"""
      {"opening":[{"await":"hello*"},{"user":"{{stream}}"}],"audio":"{\"n\":{{sequence}},\"t\":{{timestamp}},\"pcm\":\"{{audio}}\"}",
       "answers":[{"to":"ping","with":"pong"}],"stop":["flush",{"binary":"00 ff"}]}
      """#)
    var speaker = ClientSpeaker(dialect, bytesPerSecond: 1000, stream: "S")
    #expect(speaker.say(.binary([1, 2, 3])) == [.text(#"{"n":1,"t":0,"pcm":"AQID"}"#)])
    #expect(speaker.say(.binary([4])) == [.text(#"{"n":2,"t":3,"pcm":"BA=="}"#)])
    #expect(speaker.say(.text("flush")) == [.text("flush"), .binary([0, 255])])
    var relay = RelayListener(dialect)
    #expect(relay.hear(.text("ping")).answer == MessageTemplate(verbatim: "pong"))
    var client = ClientListener(dialect)
    #expect(client.hear(.text(#"{ "pcm": "AQID", "t": 99, "n": 7, "more": 1 }"#)) == .binary([1, 2, 3]))
    #expect(client.hear(.text("flush")) == .text("flush"))
    #expect(client.hear(.binary([0, 255])) == nil)
  }

  @Test func textThatIsNoJSONMayCarryAudio() throws {
    let dialect = try dialect(#"{"audio":"AUDIO {{chunk}} {{audio}};"}"#)
    var (speaker, client) = (ClientSpeaker(dialect, bytesPerSecond: 1, stream: ""), ClientListener(dialect))
    let said = speaker.say(.binary([9, 8]))
    #expect(said == [.text("AUDIO 1 CQg=;")])
    #expect(said.compactMap { client.hear($0) } == [.binary([9, 8])])
    #expect(client.hear(.text("AUDIO 1 *;")) == .text("AUDIO 1 *;"))
  }

  @Test(arguments: [
    (#""twillio""#, "'twillio' is no dialect"),
    (#"{"audio":"no place"}"#, "the template of 'audio' has no place for the audio"),
    (#"{"audio":"{{audio}} {{track}}"}"#, "'{{track}}' is no place of a template"),
    (#"{"dialect":"socket.io","answers":[]}"#, "'answers' is given by socket.io itself"),
    (#"{"dialect":"socket.io","stop":{"data":{}}}"#, "'stop' must be an event of Socket.IO's, found object"),
    (#"{"dialect":"socket.io","audio":{"event":"a","data":{"x":1}}}"#, "the data of 'audio' has no place for the audio"),
    (#"{"dialect":"socket.io","results":[]}"#, "'results' is an empty list"),
    (#"{"auth":{"token":"a"}}"#, "'auth' goes with the dialect socket.io alone"),
    (#"{"tracks":"both"}"#, "'tracks' goes with the dialect twilio alone"),
    (#"{"dialect":"twilio","tracks":"left"}"#, "'tracks' must say which of a call's tracks are sent"),
    (#"{"dialect":"socket.io","opening":[7]}"#, "'opening' must be an event of Socket.IO's, found number"),
    (#"{"stop":[]}"#, "'stop' is an empty list"),
    (#"{"stop":{"binary":"0"}}"#, "'binary' of 'stop' is '0'"),
    (#"{"answers":[{"to":"2"}]}"#, "an answer says what it is to, and with what"),
    (#"{"colour":1}"#, "unknown key 'colour'"),
    (#"{"keepalive":"often"}"#, "'keepalive' must say how often, at most ten times a second"),
    (#"{"keepalive":{"every":"5s","says":"x"}}"#, "unknown key 'says' in 'keepalive'"),
    (#"{"browser":"yes"}"#, "'browser' must be true or false"),
    ("7", "a dialect must be a name or a mapping"),
  ])
  func whatIsWrongIsSaid(_ json: String, _ problem: String) throws {
    let fault = #expect(throws: DialectFault.self) { try dialect(json) }
    #expect(fault?.problem == problem)
  }

  /// A client may say something every so often; what is the service's own word is heard by the relay, another is the dialect's.
  @Test(arguments: [
    (#"{"keepalive":"5s"}"#, #"{"type":"KeepAlive"}"#, Int64(5_000_000_000), true),
    (#"{"keepalive":{"every":"500ms","with":"ping"}}"#, "ping", 500_000_000, false),
    (#"{"dialect":"socket.io","keepalive":{"every":"5s","with":"42[\"alive\"]"}}"#, #"42["alive"]"#, 5_000_000_000, false),
  ])
  func aClientKeepsTheConnectionAlive(_ json: String, _ text: String, _ every: Int64, _ isHeard: Bool) throws {
    let dialect = try dialect(json)
    #expect(dialect.keepAlive?.text == text && dialect.keepAlive?.nanoseconds == every)
    var listener = ClientListener(dialect)
    #expect((listener.hear(.text(text)) != nil) == isHeard)
  }

  /// What only changes how it keeps alive, or whose rules it keeps, speaks plain words.
  @Test func aBrowserSpeaksPlainWords() throws {
    let browser = try dialect(#"{"browser":true}"#)
    #expect(browser.isBrowser && browser.name == "binary" && browser.takesServiceWords)
    #expect(try dialect(#"{"dialect":"socket.io","browser":true}"#).isBrowser)
  }

  @Test func growingResultsGrow() {
    var listener = RelayListener(.openAIRealtime)
    func heard(_ json: String) -> Message? { listener.hear(.text(json)).plain }
    let delta = "conversation.item.input_audio_transcription.delta"
    #expect(heard(#"{"type":"\#(delta)","item_id":"i","delta":"one "}"#) == .text(#"{"type":"partial","text":"one "}"#))
    #expect(heard(#"{"type":"\#(delta)","item_id":"i","delta":"two"}"#) == .text(#"{"type":"partial","text":"one two"}"#))
    #expect(
      heard(#"{"type":"conversation.item.input_audio_transcription.completed","item_id":"i","transcript":"One two."}"#)
        == .text(#"{"type":"final","text":"One two."}"#))
  }

  @Test func aFarewellIsAClose() {
    var listener = RelayListener(.socketIO)
    #expect(listener.hear(.text("41")).plain == .close(1000))
  }

  /// What another client of Twilio's form writes is understood too: other order, members that ours does not have.
  @Test func twilioOfOthersIsHeard() {
    var listener = ClientListener(.twilio)
    let media =
      #"{"streamSid":"MZ9","event":"media","media":{"payload":"/w==","track":"inbound","chunk":"7","timestamp":"140"},"sequenceNumber":"8","x":1}"#
    #expect(listener.hear(.text(media)) == .binary([0xFF]))
    #expect(listener.hear(.text(#"{"event":"mark","sequenceNumber":"9"}"#)) != nil)
  }
}
