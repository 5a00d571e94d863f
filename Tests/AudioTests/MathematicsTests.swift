import Audio
import Foundation
import TestSupport
import Testing

@Test func log2AgreesWithTheLibrary() {
  var random = SeededRandom(seed: 1)
  for _ in 0..<2_000 {
    let value = Double.random(in: 1e-9...1e9, using: &random) * (Bool.random(using: &random) ? 1 : 1e-9)
    #expect(abs(Mathematics.log2(value) - log2(value)) < 1e-11)
  }
  #expect(Mathematics.log2(8) == 3)
}

@Test func sineAgreesWithTheLibrary() {
  for step in -4_000...4_000 {
    let halfTurns = Double(step) / 313
    #expect(abs(Mathematics.sine(pi: halfTurns) - sin(.pi * halfTurns)) < 1e-10)
  }
}

@Test func decibelsHaveAFloor() {
  #expect(Mathematics.decibels(1, floor: -60) == 0)
  #expect(abs(Mathematics.decibels(0.1, floor: -60) + 20) < 1e-9)
  #expect(Mathematics.decibels(0.000_1, floor: -60) == -60)
  #expect(Mathematics.decibels(0, floor: -60) == -60)
}
