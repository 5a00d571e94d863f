import Speech
import Testing

@Suite struct ClientMessageTests {
  @Test(arguments: [
    (#"{"type":"CloseStream"}"#, ClientMessage.closeStream),
    (" {\n \"extra\" : [1, {\"type\":\"KeepAlive\"}], \"type\" :\t\"CloseStream\" } ", .closeStream),
    (#"{"type":"Finalize","channel":0}"#, .finalize),
    (#"{"type":"KeepAlive"}"#, .keepAlive),
    (#"{"\u0074ype":"Keep\u0041live"}"#, .keepAlive),
    (#"{"type":"closestream"}"#, .other("closestream")),
    (#"{"type":"Configure \" x"}"#, .other("Configure \" x")),
  ])
  func recognises(text: String, message: ClientMessage) {
    #expect(ClientMessage(parsing: Array(text.utf8)) == message)
  }

  @Test(arguments: ["", "stop", "CloseStream", #""CloseStream""#, "{}", #"{"type":7}"#, #"["CloseStream"]"#, #"{"type":"CloseStream""#])
  func isNoMessage(text: String) {
    #expect(ClientMessage(parsing: Array(text.utf8)) == nil)
  }

  @Test(arguments: ClientMessage.known + [.other("x\"\n")]) func comesBack(message: ClientMessage) {
    #expect(ClientMessage(parsing: message.encoded) == message)
  }

  @Test func isWrittenAsDocumented() {
    #expect(
      ClientMessage.known.map { String(decoding: $0.encoded, as: UTF8.self) } == [
        #"{"type":"KeepAlive"}"#, #"{"type":"Finalize"}"#, #"{"type":"CloseStream"}"#,
      ])
  }
}
