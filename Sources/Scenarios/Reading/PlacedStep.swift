/// A step and where it stands, for errors about the order of steps.
struct PlacedStep {
  let word: String
  let entry: YAMLValue
  let step: Step
  /// The steps inside a `repeat` or `parallel`.
  var inner: [PlacedStep] = []
}
