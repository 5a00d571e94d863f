package import Network
package import Store

/// Why a run could not be carried out. A relay that cannot be reached is no failure: it is a verdict.
package enum RunFailure: Error, Sendable {
  case recording(StoreError)
  case listening(BindFailure)
}
