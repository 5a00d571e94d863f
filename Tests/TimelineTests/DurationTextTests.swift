import Testing
import Timeline

struct DurationTextTests {
  @Test(arguments: [
    (Nanoseconds(10_000_000_000), "10s"), (1_500_000_000, "1500ms"), (20_000_000, "20ms"), (1_000, "1us"), (1_001, "1001ns"), (0, "0s"),
    (90_000_000_000, "90s"),
  ])
  func written(_ length: Nanoseconds, _ text: String) {
    #expect(DurationText.text(length) == text)
  }
}
