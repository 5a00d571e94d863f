package import Lab

extension Matrix {
  /// - Parameter fault: A fault as the matrix writes it; what is none counts as told.
  package static func clientView(of fault: String) -> ClientView {
    (try? FaultCatalogue.parse(fault))?.faults.first?.clientView ?? .told
  }
}
