import Speech
import TestSupport
import Testing

@Suite struct QueryStringTests {
  @Test(arguments: [
    ("/v1/listen", "/v1/listen", []), ("/v1/listen?", "/v1/listen", []), ("", "", []), ("?a=1", "", ["a", "1"]),
    ("/p?a=1&b=2&a=3", "/p", ["a", "1", "b", "2", "a", "3"]),
    ("/p?a&b=&=c&&d=x=y", "/p", ["a", "", "b", "", "", "c", "d", "x=y"]),
    ("/p?q=a%20b+c%2Bd%C3%A9#frag?x=1", "/p", ["q", "a b c+dé"]),
    ("/p?q=%zz%4&r=%", "/p", ["q", "%zz%4", "r", "%"]),
    ("/p?q=%FF", "/p", ["q", "\u{FFFD}"]),
    ("wss://api.example.com/v1/listen?x=1", "/v1/listen", ["x", "1"]),
    ("wss://api.example.com?x=1", "/", ["x", "1"]),
    ("/redirect?to=http://x/y?z=1", "/redirect", ["to", "http://x/y?z=1"]),
  ])
  func takesTargetsApart(target: String, path: String, items: [String]) {
    let parsed = QueryString.parse(target)
    #expect(parsed.path == path)
    #expect(parsed.items.flatMap { [$0.name, $0.value] } == items)
  }

  @Test func randomItemsComeBack() {
    var generator = SeededRandom(seed: 5)
    for _ in 0..<300 {
      let items = (0..<Int.random(in: 1...5, using: &generator)).map { _ in (name: generator.text(), value: generator.text()) }
      let coded = QueryString.encode(items)
      #expect(coded.utf8.allSatisfy { (0x21...0x7E).contains($0) })
      #expect(QueryString.parse("/p?" + coded).items.elementsEqual(items) { $0 == $1 })
    }
  }

  @Test func addsItemsToATarget() {
    #expect(QueryString.append([("a", "b c")], to: "/p") == "/p?a=b%20c")
    #expect(QueryString.append([("a", "1")], to: "/p?x=1#f") == "/p?x=1&a=1")
    #expect(QueryString.append([("a", "1")], to: "/p?") == "/p?a=1")
    #expect(QueryString.append([], to: "/p?x") == "/p?x")
  }

  @Test func unreservedCharactersStay() {
    #expect(PercentCoding.encode("aZ09-._~ +/é") == "aZ09-._~%20%2B%2F%C3%A9")
  }
}
