import Lab
import Machines
import Scenarios
import Testing
import Timeline
import Wire

/// A scripted client that keeps the rules of a browser.
struct BrowserClientTests {
  private static func player(_ steps: [Step], profile: Profile = Profile()) -> Playbook {
    var scenario = Scenario(name: "t", steps: [.connect] + steps)
    scenario.isBrowser = true
    let audio = StreamedAudio(bytes: [], format: profile.audio)
    return Playbook(Player(scenario: scenario, profile: profile, target: "/", audio: audio))
  }

  @Test(arguments: [
    ("wss://relay.test/listen", "https://relay.test"), ("ws://127.0.0.1:8080/", "http://127.0.0.1:8080"),
    ("wss://[::1]:8443/", "https://[::1]:8443"),
  ])
  func itSendsTheOriginOfThePage(_ relay: String, _ origin: String) {
    let play = Self.player([], profile: Profile(relay: relay, headers: [HeaderField("Cookie", "a=b")]))
    play >>> .started <<< [
      .dial(target: "/", headers: [HeaderField("Cookie", "a=b"), HeaderField("Origin", origin)], subprotocols: [])
    ]
  }

  @Test func aPageOfAnotherOrigin() {
    let headers = [HeaderField("origin", "https://app.example.com")]
    let play = Self.player([], profile: Profile(relay: "wss://relay.test/", headers: headers))
    play >>> .started <<< [.dial(target: "/", headers: headers, subprotocols: [])]
  }

  @Test func aSubprotocolThatIsNotEchoedFailsTheConnection() {
    let play = Self.player([.stop, .await(.closed, within: .seconds(5))], profile: Profile(subprotocols: ["token"]))
    play >>> .started
    play >>> .opened(ResponseHead(status: 101, reason: "", headers: [])) <<< [.end(.dialled, .finished)]
    #expect(play.notes.last?.topic == .browserFails)
    play >>> .ended(.dialled, ConnectionEnd(.finished, by: .client)) <<< [.finish]
  }

  @Test func anEchoedSubprotocolIsTaken() {
    let play = Self.player([.stop, .await(.closed, within: .seconds(5))], profile: Profile(subprotocols: ["token"]))
    play >>> .started
    let head = ResponseHead(status: 101, reason: "", headers: [HeaderField("Sec-WebSocket-Protocol", "token")])
    play >>> .opened(head) <<< [.send(.dialled, .text("stop"))]
  }

  @Test func whatNoPageCanDoIsLeftOut() {
    let play = Self.player([.ping([]), .send(.raw([0x8A, 0])), .close(code: 1011, reason: ""), .close(code: 4000, reason: "bye")])
    play >>> .started
    play >>> .opened(ResponseHead(status: 101, reason: "", headers: [])) <<< [.send(.dialled, .close(4000, "bye"))]
    #expect(play.notes.filter { $0.text.hasPrefix("skipped") }.count == 3)
  }
}
