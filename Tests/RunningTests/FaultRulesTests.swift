import Diagnosis
import Lab
import Testing

/// What the lab can break, and what the catalogue can name.
struct FaultRulesTests {
  /// No cause: it says that messages are of no known shape.
  private static let withoutFault = ["message-shape-unknown"]

  @Test func everyRootCauseHasAFault() {
    let known = Set(FaultCatalogue.all.map(\.rule))
    #expect(Catalogue.ids.filter { !known.contains($0) } == Self.withoutFault)
    #expect(known.subtracting(Catalogue.ids) == [])
  }

  @Test func everyIdIsThereOnce() {
    #expect(Set(Catalogue.ids).count == Catalogue.ids.count)
  }
}
