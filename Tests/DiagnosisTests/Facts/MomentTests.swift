import Diagnosis
import Testing
import Timeline

/// What came first, as far as anybody can know.
struct MomentTests {
  @Test(arguments: [
    (Hop.service, 0.1, true as Bool?), (.service, -0.1, false), (.service, 0.02, nil), (.service, -0.02, nil), (.service, 0.021, true),
    (.service, -0.021, false), (.service, 0, nil),
    // On one hop the order of events decides, whatever the time.
    (.client, 0.1, true), (.client, -0.1, true), (.client, 0, true),
  ])
  func acrossHopsTheTimeDecides(hop: Hop, later: Double, isBefore: Bool?) {
    let one = Moment(hop: .client, at: .seconds(5), event: 7)
    let other = Moment(hop: hop, at: .seconds(5 + later), event: 8)
    #expect(one.isBefore(other, travel: 0) == isBefore)
    #expect(other.isBefore(one, travel: 0) == isBefore.map { !$0 })
  }

  /// Messages that travel for 200 ms may have crossed.
  @Test(arguments: [(0.1, nil as Bool?), (0.22, nil), (0.221, true), (-0.22, nil), (-0.221, false)])
  func whatTravelsHasNoOrder(later: Double, isBefore: Bool?) {
    let one = Moment(hop: .client, at: .seconds(5), event: 7)
    #expect(one.isBefore(Moment(hop: .service, at: .seconds(5 + later), event: 8), travel: .milliseconds(200)) == isBefore)
  }

  @Test func oneEventIsNotBeforeItself() {
    let one = Moment(hop: .client, at: .seconds(5), event: 7)
    #expect(one.isBefore(one, travel: 0) == nil)
  }
}
