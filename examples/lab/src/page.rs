//! The files of the page, and the page as one file.

/// The page; it refers to the style and the scripts by the two lines that [`in_one_file`] replaces.
pub(crate) const INDEX_HTML: &str = include_str!("../page/index.html");
pub(crate) const CSS: &str = include_str!("../page/lab.css");
pub(crate) const PIECES_JS: &str = include_str!("../page/pieces.js");
pub(crate) const LAB_JS: &str = include_str!("../page/lab.js");
pub(crate) const YOUR_SERVER_JS: &str = include_str!("../page/your-server.js");
pub(crate) const PERFORM_JS: &str = include_str!("../page/perform.js");
pub(crate) const FRAMES_JS: &str = include_str!("../page/frames.js");
pub(crate) const MATRIX_HTML: &str = include_str!("../page/matrix.html");
pub(crate) const MATRIX_JS: &str = include_str!("../page/matrix.js");
/// What browsers write to their consoles, as a page of the documentation.
pub(crate) const CONSOLE_ERRORS: &str = include_str!("../../../docs/console-errors.md");
pub(crate) const FRAME_JS: &str = include_str!("../page/frame.js");

const YOUR_SERVER_HTML: &str = include_str!("../page/your-server.html");
const FRAME_HTML: &str = include_str!("../page/frame.html");
const STYLE_LINK: &str = "<link rel=\"stylesheet\" href=\"/lab.css\">";
const YOUR_SERVER_LINK: &str = "<a class=\"button\" href=\"/your-server\">Your server</a>";
const MORE_LINKS: &str = "  <p>More to see: <a href=\"/console-errors\">what browsers write to their consoles</a> for each way to \
                          fail, and <a href=\"/matrix\">policies times fetches</a>, hundreds of experiments that are \
                          made of two lists.</p>\n";
const SCRIPT_LINKS: &str = "<script src=\"/perform.js\" defer></script>\n<script src=\"/frames.js\" defer></script>\n\
                            <script src=\"/pieces.js\" defer></script>\n<script src=\"/lab.js\" defer></script>";

/// The hidden page of another origin; it takes orders from `app` only.
pub(crate) fn frame(app: &str) -> String {
    FRAME_HTML.replace("{app}", app)
}

/// The page "your server".
///
/// `run` says whether a linked probe may run at once; `apis` are the servers of the examples: with `cors`, made by
/// hand, down.
pub(crate) fn your_server(token: &str, run: &str, app: &str, stranger: &str, apis: &[String; 3]) -> String {
    let [api, by_hand, down] = apis;
    let values = [
        ("{token}", token),
        ("{run}", run),
        ("{app}", app),
        ("{stranger}", stranger),
        ("{api}", api),
        ("{by-hand}", by_hand),
        ("{down}", down),
    ];
    // None of the values holds a character with a meaning in HTML.
    values.iter().fold(YOUR_SERVER_HTML.to_owned(), |page, (name, value)| page.replace(name, value))
}

/// The page with `results` (JSON) instead of servers: nothing is loaded and nothing is run.
pub(crate) fn in_one_file(results: &str) -> String {
    // `</script>` in a string would end the element; `<` has an escape in JSON.
    let results = results.replace('<', "\\u003c");
    let scripts = format!(
        "<script type=\"application/json\" id=\"results\">{results}</script>\n<script>\n{PERFORM_JS}\n{PIECES_JS}\n{LAB_JS}</script>"
    );
    // The scripts stand in the head and are run there: at the end of the body instead.
    INDEX_HTML
        .replace(STYLE_LINK, &format!("<style>\n{CSS}</style>"))
        .replace(SCRIPT_LINKS, "")
        .replace(YOUR_SERVER_LINK, "")
        .replace(MORE_LINKS, "")
        .replace("</body>", &format!("{scripts}\n</body>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_refers_to_no_other() {
        let page = in_one_file("{\"a\":\"</script>\"}");
        for reference in ["src=", "href=\"/", "href=\"http", "@import"] {
            assert!(!page.contains(reference), "{reference}");
        }
        assert!(!CSS.contains("url("));
        assert!(page.contains(r#"{"a":"\u003c/script>"}"#));
        assert!(page.contains(LAB_JS) && page.contains(PIECES_JS) && page.contains(CSS));
    }

    #[test]
    fn nothing_comes_from_outside() {
        for file in [
            INDEX_HTML,
            CSS,
            PIECES_JS,
            LAB_JS,
            PERFORM_JS,
            FRAMES_JS,
            FRAME_JS,
            FRAME_HTML,
            MATRIX_HTML,
            MATRIX_JS,
            YOUR_SERVER_HTML,
            YOUR_SERVER_JS,
        ] {
            let file = file.replace("http://www.w3.org/2000/svg", "");
            assert!(!file.contains("http://") && !file.contains("https://") && !file.contains("@import"));
        }
    }

    #[test]
    fn the_frame_knows_whom_to_obey() {
        assert!(frame("http://localhost:4400").contains("content=\"http://localhost:4400\""));
    }
}
