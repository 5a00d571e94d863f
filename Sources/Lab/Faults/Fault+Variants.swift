extension Fault {
  /// The same fault with other values than usual: each of a number's third and its threefold, each other word.
  package var variants: [any Fault] {
    parameters.all.flatMap { parameter -> [any Fault] in
      let values: [String] =
        switch parameter.kind {
        case .number(_, let range):
          Int(parameter.standard).map { standard in
            [max(range.lowerBound, standard / 3), min(range.upperBound, standard * 3)].filter { $0 != standard }.map(String.init)
          } ?? []
        case .oneOf(let words): words.filter { $0 != parameter.standard }
        }
      return values.compactMap { value in
        var copy: any Fault = self
        return copy.parameters.set(parameter.name, to: value) ? copy : nil
      }
    }
  }
}
