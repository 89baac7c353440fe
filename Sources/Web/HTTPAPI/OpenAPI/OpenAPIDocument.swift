/// The one description of the API, as `/openapi.json` answers it: OpenAPI 3.1.
///
/// Its source is `openapi.json` beside this file; `scripts/embed-openapi` writes it into `OpenAPIDocument+Text.swift`.
package enum OpenAPIDocument {}
