import Running
import Testing

struct ServiceHostsTests {
  @Test(arguments: ["api.deepgram.com", "API.deepgram.com", "api.eu.deepgram.com", "api.us-west.eu.deepgram.com", "me.eu.api.deepgram.com"])
  func knowsTheVendorsNames(host: String) { #expect(ServiceHosts().contains(host)) }

  @Test(arguments: [
    "", "deepgram.com", "www.deepgram.com", "agent.deepgram.com", "api.deepgram.com.evil.test", "xapi.deepgram.com", "api.deepgramXcom",
    ".api.deepgram.com", "stt.example.com", "127.0.0.1",
  ])
  func leavesOthersAlone(host: String) { #expect(!ServiceHosts().contains(host)) }

  @Test func takesMore() {
    let hosts = ServiceHosts(adding: ["STT.example.com", "*.speech.test", "api.deepgram.com"])
    #expect(hosts.contains("stt.example.com") && hosts.contains("a.b.speech.test") && hosts.contains("api.deepgram.com"))
    #expect(!hosts.contains("example.com") && !hosts.contains("speech.test"))
    #expect(hosts.patterns.count == ServiceHosts.builtIn.count + 2)
  }
}
