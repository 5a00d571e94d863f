import Speech
import Testing

struct MeaningReaderTests {
  private static func meaning(_ text: String, isText: Bool = false, isUpstream: Bool = true) -> MessageMeaning {
    var reader = MeaningReader(isServices: true, messages: .auto)
    return reader.read(Array(text.utf8), isText: isText, isUpstream: isUpstream)
  }

  @Test(arguments: [
    (#"{"type":"CloseStream"}"#, ControlMessage.closeStream), (#"{"type": "KeepAlive"}"#, .keepAlive), (#"{"type":"Finalize"}"#, .finalize),
    ("stop", .text(Array("stop".utf8))), (#"{"type":"bye"}"#, .text(Array(#"{"type":"bye"}"#.utf8))),
  ])
  func aWordIsOneInEitherKindOfFrame(_ text: String, _ control: ControlMessage) {
    #expect(Self.meaning(text, isText: true) == .control(control))
    #expect(Self.meaning(text) == .controlAsAudio(control))
  }

  @Test(arguments: ["a", "STOPPED NOW, AND FOR GOOD", "{ab}", #"{"audio":"AAAA"}"#, "\u{0}\u{1}\u{2}\u{3}", #"{"type":7}"#])
  func otherBytesAreAudio(_ text: String) { #expect(Self.meaning(text) == .audio) }

  @Test func longJSONIsAudioInIt() {
    let text = #"{"type":"audio","x":""# + String(repeating: "A", count: 600) + #""}"#
    #expect(Self.meaning(text) == .audio)
  }

  /// A relay that buffers takes a control message for one more chunk of audio.
  @Test(arguments: [("", ""), ("AB", ""), ("", "{Z"), ("{\u{0}{", "}AB")])
  func aControlMessageIsFoundAmidAudio(_ before: String, _ behind: String) {
    let word = Array(#"{"type":"Finalize"}"#.utf8)
    let audio = Array(before.utf8) + word + Array(behind.utf8)
    #expect(ControlMessage.place(in: audio) == before.utf8.count..<before.utf8.count + word.count)
  }

  /// Two of them in one message are two, and no audio.
  @Test func twoInOneMessageAreFoundOneAfterTheOther() {
    let word = Array(#"{"type":"KeepAlive"}"#.utf8)
    var message = word + word
    while let place = ControlMessage.place(in: message) { message.removeSubrange(place) }
    #expect(message.isEmpty)
  }

  @Test(arguments: ["", "{", #"{"type""#, #"{"type":7}AB"#, #"A{"type":"media","media":{"payload":"AA"}}"#, #"{"data":"AA"}"#])
  func audioThatOnlyLooksLikeOneIsAudio(_ text: String) { #expect(ControlMessage.place(in: Array(text.utf8)) == nil) }

  @Test func nothingInABinaryMessageIsTheOldEnd() { #expect(Self.meaning("") == .control(.empty)) }

  /// What comes back is read by the service's own words on its hop, and by the profile's on the other.
  @Test func whatComesBackIsRead() {
    let text = #"{"text":"tell me","is_final":true}"#
    guard case .told(let own) = Self.meaning(text, isText: true, isUpstream: false) else {
      Issue.record("not told")
      return
    }
    #expect(own.result == nil)
    var reader = MeaningReader(isServices: false, messages: .auto)
    guard case .told(let read) = reader.read(Array(text.utf8), isText: false, isUpstream: false) else {
      Issue.record("not told")
      return
    }
    #expect(read.result?.text == "tell me" && !read.isText)
  }
}
