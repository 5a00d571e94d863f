import Testing

import Scenarios

struct NearestNameTests {
  @Test(arguments: [
    ("strem", "stream"), ("stpo", "stop"), ("Connect", "connect"), ("keep_alive", "keep-alive"), ("finalise", "finalize"),
    ("clsoe", "close"),
  ])
  func finds(_ word: String, _ name: String) {
    #expect(NearestName.find(word, among: ["connect", "stream", "stop", "close", "keep-alive", "finalize"]) == name)
  }

  @Test(arguments: ["", "xyz", "banana", String(repeating: "stream", count: 100)])
  func findsNothing(_ word: String) {
    #expect(NearestName.find(word, among: ["connect", "stream", "stop", "keep-alive"]) == nil)
  }
}
