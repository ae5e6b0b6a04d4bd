//! The CORS check: may this page read the answer?
//!
//! Implements [Fetch, "CORS check"](https://fetch.spec.whatwg.org/#concept-cors-check), for the answer to a preflight
//! and to the request itself alike.

use http::{
    HeaderMap,
    header::{ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN},
};

use super::{
    blocked::Step,
    page::OPAQUE,
    values::{combined, shown},
};

/// Compares an answer with the serialised origin of the request.
///
/// # Errors
/// The step that fails, and a sentence.
pub(super) fn cors_check(
    origin: &str,
    with_credentials: bool,
    answer: &HeaderMap,
) -> Result<(), (Step, String)> {
    let Some(allowed) = combined(answer, &ACCESS_CONTROL_ALLOW_ORIGIN) else {
        return Err((
            Step::NoAllowOrigin,
            format!("has no Access-Control-Allow-Origin, so no page of {origin} may read it"),
        ));
    };
    if allowed == b"*" {
        if !with_credentials {
            return Ok(());
        }
        let sentence = "says `Access-Control-Allow-Origin: *`, which does not count for a request with credentials: \
                        the origin must be named";
        return Err((Step::WildcardWithCredentials, sentence.to_owned()));
    }
    if allowed != origin.as_bytes() {
        let allowed = shown(&allowed);
        let sentence = if allowed.contains(',') {
            format!(
                "says `Access-Control-Allow-Origin: {allowed}`, which must be one origin: lists are not understood"
            )
        } else if origin == OPAQUE {
            format!(
                "says `Access-Control-Allow-Origin: {allowed}`, but the request comes from the origin `null`"
            )
        } else {
            format!("says `Access-Control-Allow-Origin: {allowed}`, but the page is {origin}")
        };
        return Err((Step::OriginDiffers, sentence));
    }
    if !with_credentials {
        return Ok(());
    }
    match combined(answer, &ACCESS_CONTROL_ALLOW_CREDENTIALS) {
        Some(value) if value == b"true" => Ok(()),
        Some(value) => {
            let value = shown(&value);
            let sentence =
                format!("says `Access-Control-Allow-Credentials: {value}`, where only `true` counts");
            Err((Step::CredentialsNotTrue, sentence))
        }
        None => {
            let sentence = "has no `Access-Control-Allow-Credentials: true`, and the request has credentials";
            Err((Step::NoAllowCredentials, sentence.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const ORIGIN: &str = "https://a.example";

    fn check(with_credentials: bool, lines: &[(&str, &str)]) -> Result<(), Step> {
        let answer = lines
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        cors_check(ORIGIN, with_credentials, &answer).map_err(|(step, _)| step)
    }

    #[test]
    fn bytes_are_compared() {
        const ACAO: &str = "access-control-allow-origin";
        const ACAC: &str = "access-control-allow-credentials";
        for (with_credentials, lines, expected) in [
            (false, &[][..], Err(Step::NoAllowOrigin)),
            (false, &[(ACAO, ORIGIN)], Ok(())),
            (false, &[(ACAO, " https://a.example\t")], Ok(())),
            (false, &[(ACAO, "*")], Ok(())),
            (false, &[(ACAO, "https://a.example/")], Err(Step::OriginDiffers)),
            (false, &[(ACAO, "HTTPS://a.example")], Err(Step::OriginDiffers)),
            (false, &[(ACAO, ORIGIN), (ACAO, ORIGIN)], Err(Step::OriginDiffers)),
            (false, &[(ACAO, "*"), (ACAO, ORIGIN)], Err(Step::OriginDiffers)),
            (true, &[(ACAO, "*"), (ACAC, "true")], Err(Step::WildcardWithCredentials)),
            (true, &[(ACAO, ORIGIN)], Err(Step::NoAllowCredentials)),
            (true, &[(ACAO, ORIGIN), (ACAC, "True")], Err(Step::CredentialsNotTrue)),
            (true, &[(ACAO, ORIGIN), (ACAC, "true"), (ACAC, "true")], Err(Step::CredentialsNotTrue)),
            (true, &[(ACAO, ORIGIN), (ACAC, " true ")], Ok(())),
        ] {
            assert_eq!(check(with_credentials, lines), expected, "{with_credentials} {lines:?}");
        }
    }
}
