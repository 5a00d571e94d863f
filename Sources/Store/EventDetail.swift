internal import Timeline

/// What an event that is no frame says, as JSON in the column `detail`; its raw bytes stand in `header` and `payload`.
struct RequestDetail: Codable {
  var method: String
  var target: String
  var headers: [HeaderField]
}

/// The same of an answer.
struct ResponseDetail: Codable {
  var status: Int
  var reason: String
  var headers: [HeaderField]
}
