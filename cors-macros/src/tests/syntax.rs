//! What is read of an item is what syn reads of it, which knows all of Rust.

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{FnArg, GenericParam, ItemFn, Pat, Type, parse::Parser, punctuated::Punctuated};

use super::mutations::Random;
use crate::{
    item::Function,
    syntax::{Lit, Meta, Path, Tokens, is_punct, last_name},
};

const ATTRIBUTES: &[&str] = &[
    "",
    "/// Says > something.\n",
    "#[cfg(unix)] #[inline]",
    "#[cfg_attr(test, must_use, doc = \"x\")]",
    "#[tracing::instrument(skip_all, fields(a = %b))]",
    "#[::a::b = 1]",
    "#[unsafe(no_mangle)]",
    "#[get(\"/<a>\", data = \"<b>\")]",
];
const VISIBILITIES: &[&str] = &["", "pub", "pub(crate)", "pub(in crate::a)", "pub(self)"];
const QUALIFIERS: &[&str] =
    &["", "async", "const", "unsafe", "const async unsafe extern \"C\"", "extern", "async extern r\"x\""];
const NAMES: &[&str] = &["f", "r#fn", "union", "ünder"];
const GENERICS: &[&str] = &[
    "",
    "<>",
    "<T>",
    "<'a, 'b: 'a, T: A<B> + ?Sized, const N: usize,>",
    "<#[cfg(unix)] T: Fn(A, B) -> C<D>, U: for<'x> X<'x, {1 > 2}>>",
    "<const N: usize, F: FnOnce() -> Vec<Vec<u8>>>",
    "<T:, U: A +>",
];
const INPUTS: &[&str] = &[
    "a: u8",
    "mut a: Vec<Vec<(A, B)>>",
    "ref a: &'a mut [T; N]",
    "ref mut a: A",
    "_: A",
    "a @ (b, c): (A, B)",
    "Path((a, b)): Path<(u8, u8)>",
    "a::B::<C, D> { x, y: Z(w), .. }: self::Y",
    "#[cfg(unix)] #[allow(x)] a: impl Fn(A, B) -> C<D, E>",
    "a: fn(x: A, B) -> !",
    "a: <A<B> as C<D>>::E<F>",
    "a: dyn for<'x> A<'x, X = B<C>>",
    "[a, .., b]: [A; { 1 > 2 as usize }]",
    "&a: &A",
    "A | B: C",
    "r#in: r#type::X",
    "1..=2: u8",
    "a: Result<(), Box<dyn A>>",
    "a: WebSocket<'a, B>",
    "a: x::y::Ws",
    "a: m!{x, y}",
];
const OUTPUTS: &[&str] = &[
    "",
    "-> !",
    "-> ()",
    "-> Result<impl Sized, E>",
    "-> impl Fn(A) -> Vec<Vec<B>>",
    "-> Pin<Box<dyn Future<Output = ()> + Send + 'a>>",
    "-> A<{ 1 > 2 }, -1, 'x'>",
    "-> m!{x}",
    "-> fn() -> !",
    "-> <A as B>::C",
    "-> [u8; { 3 }]",
];
const WHERE: &[&str] = &[
    "",
    "where",
    "where T: Copy,",
    "where T: Fn(A) -> B<C>, for<'x> U: X<'x>, [(); { N }]: Sized",
    "where A<{ N }>: B, 'a: 'b",
];
const RECEIVERS: &[&str] =
    &["self", "mut self", "&self", "&'a mut self", "self: Box<Self, A>", "#[cfg(unix)] &self"];

/// A function made of these parts.
fn function(random: &mut Random) -> String {
    let mut inputs = Vec::new();
    if random.below(8) == 0 {
        inputs.push(random.pick(RECEIVERS));
    }
    for _ in 0..random.below(4) {
        inputs.push(random.pick(INPUTS));
    }
    let comma = if random.below(3) == 0 && !inputs.is_empty() { "," } else { "" };
    format!(
        "{} {} {} fn {}{}({}{comma}) {} {} {{ let a = 1; }}",
        random.pick(ATTRIBUTES),
        random.pick(VISIBILITIES),
        random.pick(QUALIFIERS),
        random.pick(NAMES),
        random.pick(GENERICS),
        inputs.join(", "),
        random.pick(OUTPUTS),
        random.pick(WHERE),
    )
}

/// The tokens without what only concerns their printing, which are also commas at the end of something.
fn ordered(tokens: impl ToTokens) -> Vec<String> {
    let mut plain = Vec::new();
    for token in tokens.to_token_stream() {
        match token {
            TokenTree::Group(group) => {
                plain.push(format!("{:?}", group.delimiter()));
                plain.extend(ordered(group.stream()));
                plain.push("end".to_owned());
            }
            token if is_punct(&token, ',') => {}
            token => plain.push(token.to_string()),
        }
    }
    plain
}

/// The same without their order: syn prints lifetimes before other arguments.
fn plain(tokens: impl ToTokens) -> Vec<String> {
    let mut plain = ordered(tokens);
    plain.sort();
    plain
}

fn strings<T: ToString>(list: impl IntoIterator<Item = T>) -> Vec<String> {
    list.into_iter().map(|item| item.to_string()).collect()
}

fn assert_same(text: &str, theirs: &ItemFn, ours: Option<Function>) {
    let Some(ours) = ours else { panic!("not read: {text}") };
    let attrs = |attrs: &[syn::Attribute]| attrs.iter().map(plain).collect::<Vec<_>>();
    assert_eq!(ours.attrs.iter().map(plain).collect::<Vec<_>>(), attrs(&theirs.attrs), "{text}");
    for (ours, theirs) in ours.attrs.iter().zip(&theirs.attrs) {
        assert_eq!(plain(ours.path()), plain(theirs.path()), "{text}");
        let list = theirs.meta.require_list().ok().map(|list| plain(&list.tokens));
        assert_eq!(ours.list().map(plain), list, "{text}");
        if let Some(list) = ours.list().filter(|_| ours.path().is("cfg_attr")) {
            let parts = Meta::list_of(Tokens::new(list.clone()));
            let parser = Punctuated::<syn::Meta, syn::Token![,]>::parse_terminated;
            let theirs = parser.parse2(list.clone()).ok();
            assert_eq!(parts.map(|parts| parts.len()), theirs.map(|parts| parts.len()), "{text}");
        }
    }
    assert_eq!(plain(&ours.vis), plain(&theirs.vis), "{text}");
    assert_eq!(plain(&ours.body), plain(&theirs.block), "{text}");
    let (ours, theirs) = (&ours.sig, &theirs.sig);
    assert_eq!(ours.name, theirs.ident, "{text}");
    assert_eq!(ours.constness.is_some(), theirs.constness.is_some(), "{text}");
    assert_eq!(ours.asyncness.is_some(), theirs.asyncness.is_some(), "{text}");
    assert_eq!(ours.unsafety.is_some(), matches!(theirs.safety, syn::Safety::Unsafe(_)), "{text}");
    assert_eq!(plain(&ours.abi), plain(&theirs.abi), "{text}");
    assert_eq!(
        ours.output.is_never(),
        matches!(&theirs.output, syn::ReturnType::Type(_, ty) if matches!(**ty, Type::Never(_))),
        "{text}"
    );
    let output = match &theirs.output {
        syn::ReturnType::Default => plain(quote!(())),
        syn::ReturnType::Type(_, ty) => plain(ty),
    };
    assert_eq!(plain(ours.output.ty()), output, "{text}");

    let generics = &ours.generics;
    let types = theirs.generics.type_params().map(|param| &param.ident);
    assert_eq!(
        strings(generics.parameters.iter().filter_map(|param| param.as_type())),
        strings(types),
        "{text}"
    );
    let arguments = theirs.generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(param) => Some(&param.ident),
        GenericParam::Const(param) => Some(&param.ident),
    });
    let named = generics.parameters.iter().filter_map(|param| param.as_argument());
    assert_eq!(strings(named), strings(arguments), "{text}");
    let (_, arguments, where_clause) = theirs.generics.split_for_impl();
    assert_eq!(plain(generics.arguments()), plain(arguments), "{text}");
    if where_clause.is_some_and(|clause| !clause.predicates.is_empty()) {
        assert_eq!(plain(&generics.where_clause), plain(where_clause), "{text}");
    }
    let mut for_any_time = theirs.generics.clone();
    for param in for_any_time.type_params_mut() {
        param.bounds.push(syn::parse_quote!('static));
    }
    let (parameters, ..) = for_any_time.split_for_impl();
    let ours_for_any_time = syn::parse2::<syn::Generics>(generics.for_any_time()).unwrap();
    assert_eq!(plain(ours_for_any_time.split_for_impl().0), plain(parameters), "{text}");

    assert_eq!(ours.receiver.as_ref().map(plain), theirs.receiver().map(plain), "{text}");
    let arguments = theirs.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    let arguments: Vec<_> = arguments.collect();
    assert_eq!(ours.inputs.len(), arguments.len(), "{text}");
    for (ours, theirs) in ours.inputs.iter().zip(arguments) {
        assert_eq!(ours.attrs.iter().map(plain).collect::<Vec<_>>(), attrs(&theirs.attrs), "{text}");
        assert_eq!(plain(&ours.pattern), plain(&theirs.pat), "{text}");
        assert_eq!(plain(&ours.ty), plain(&theirs.ty), "{text}");
        let name = match &*theirs.pat {
            Pat::Ident(pat) => Some(pat.ident.to_string()),
            _ => None,
        };
        assert_eq!(ours.name().map(|name| name.to_string()), name, "{text}");
        let mut pat = theirs.pat.clone();
        if let Pat::Ident(pat) = &mut *pat {
            pat.mutability = None;
        }
        assert_eq!(plain(ours.without_mut().pattern), plain(pat), "{text}");
        let last = match &*theirs.ty {
            Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        let recognised = last_name(&ours.ty).map(|last| last.to_string());
        assert!(recognised.is_none() || recognised == last, "{text}: {recognised:?}");
        let interesting = last.filter(|last| last == "WebSocket" || last == "Ws");
        assert!(interesting.is_none() || recognised == interesting, "{text}");
    }
}

#[test]
fn a_function_is_read_as_syn_reads_it() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut read = 0;
    while read < 3_000 {
        let text = function(&mut random);
        // `A | B` without parentheses, and the like: what is no Rust never reaches an attribute.
        let Ok(theirs) = syn::parse_str::<ItemFn>(&text) else { continue };
        read += 1;
        let tokens: TokenStream = text.parse().unwrap();
        let ours = Function::parse(tokens.clone());
        assert_same(&text, &theirs, ours.clone());
        let again = ours.unwrap();
        if again.sig.receiver.is_none() {
            assert_eq!(ordered(&again), ordered(tokens), "{text}");
        }
    }
}

/// `macro_rules!` puts groups around what it substitutes.
#[test]
fn a_function_out_of_a_macro_is_read_as_syn_reads_it() {
    let none = |tokens: TokenStream| Group::new(proc_macro2::Delimiter::None, tokens);
    let (item, vis, nothing) = (
        none(quote!(
            fn f() {}
        )),
        none(quote!(pub(crate))),
        none(quote!()),
    );
    let (meta, ty, pat) = (none(quote!(a::b(c))), none(quote!(dyn A + B)), none(quote!(mut a)));
    for tokens in [
        quote!(#item),
        quote!(#[#meta] #vis fn f(#pat: #ty) -> #ty { 1 }),
        quote!(#nothing async fn f<T: A>(a: #ty, b: Vec<#ty>) where #ty: A { 1 }),
    ] {
        let theirs = syn::parse2::<ItemFn>(tokens.clone()).unwrap();
        let ours = Function::parse(tokens.clone()).unwrap();
        assert_eq!(
            ours.attrs.iter().map(plain).collect::<Vec<_>>(),
            theirs.attrs.iter().map(plain).collect::<Vec<_>>()
        );
        assert_eq!(plain(&ours.vis), plain(&theirs.vis), "{tokens}");
        assert_eq!(plain(&ours.sig.generics), plain(&theirs.sig.generics), "{tokens}");
        for (ours, theirs) in ours.sig.inputs.iter().zip(&theirs.sig.inputs) {
            let FnArg::Typed(theirs) = theirs else { panic!("{tokens}") };
            assert_eq!(plain(&ours.ty), plain(&theirs.ty), "{tokens}");
            let Pat::Ident(pat) = &*theirs.pat else { panic!("{tokens}") };
            assert_eq!(ours.name().as_ref(), Some(&pat.ident), "{tokens}");
        }
    }
}

/// Leaves tokens out, doubles and moves them.
#[test]
fn whatever_syn_takes_for_a_function_is_one() {
    let mut random = Random(0x0123_4567_89AB_CDEF);
    let mut both = 0;
    for _ in 0..20_000 {
        let Ok(tokens) = function(&mut random).parse::<TokenStream>() else { continue };
        let tokens = mutated(tokens, &mut random);
        let Ok(theirs) = syn::parse2::<ItemFn>(tokens.clone()) else {
            // It must not loop or panic.
            let _ = Function::parse(tokens);
            continue;
        };
        if theirs.sig.variadic.is_none() {
            both += 1;
            assert_same(&tokens.to_string(), &theirs, Function::parse(tokens));
        }
    }
    assert!(both > 1_000, "{both}");
}

fn mutated(tokens: TokenStream, random: &mut Random) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let at = random.below(tokens.len());
    let Some(token) = tokens.get(at).cloned() else { return TokenStream::new() };
    match (random.below(4), token) {
        (0 | 1, TokenTree::Group(group)) => {
            tokens[at] = Group::new(group.delimiter(), mutated(group.stream(), random)).into();
        }
        (0, _) => drop(tokens.remove(at)),
        (1, token) => tokens.insert(at, token),
        (_, token) => {
            tokens.remove(at);
            let to = random.below(tokens.len() + 1);
            tokens.insert(to, token);
        }
    }
    tokens.into_iter().collect()
}

#[test]
fn a_literal_is_read_as_syn_reads_it() {
    let pieces = [
        "0",
        "1",
        "9",
        "_",
        "x",
        "b",
        "o",
        "e",
        "E",
        ".",
        "u8",
        "m",
        "f",
        "\"",
        "'",
        "r",
        "c",
        "#",
        "\\",
        "n",
        "{",
        "}",
        "u",
        "é",
        " ",
        "\n",
        "\r\n",
        "\\x4f",
        "\\u{1_F600}",
        "0x",
        "0b",
        "1e5",
        "\\\n  ",
        "r#\"",
        "\"#",
        "br\"",
        "b'a'",
        "-",
    ];
    let mut random = Random(0x0F0F_1234_5678_9ABC);
    let mut texts: Vec<String> = [
        "10m",
        "1.5h",
        "600",
        "0x1Fu8",
        "1e3s",
        "1_000",
        "18446744073709551616",
        "-0",
        "c\"x\"",
        "br#\"x\"#",
    ]
    .map(str::to_owned)
    .into();
    for _ in 0..20_000 {
        texts.push((0..=random.below(6)).map(|_| random.pick(&pieces)).collect());
    }
    let mut read = 0;
    for text in texts {
        for text in [format!("\"{text}\""), text] {
            let Ok(literal) = text.parse::<Literal>() else { continue };
            read += 1;
            let theirs = match syn::Lit::new(literal.clone()) {
                syn::Lit::Str(lit) => Lit::Str(lit.value(), lit.suffix().to_owned()),
                syn::Lit::ByteStr(_) => Lit::ByteStr,
                syn::Lit::CStr(_) => Lit::CStr,
                syn::Lit::Byte(_) => Lit::Byte,
                syn::Lit::Char(_) => Lit::Char,
                syn::Lit::Int(lit) => {
                    let value = lit
                        .base10_digits()
                        .parse()
                        .ok()
                        .filter(|value: &i128| value.unsigned_abs() <= u64::MAX.into());
                    Lit::Int(value, lit.suffix().to_owned())
                }
                syn::Lit::Float(lit) => Lit::Float(lit.suffix().to_owned()),
                _ => Lit::Other,
            };
            assert_eq!(Lit::new(&literal), theirs, "{text:?}");
        }
    }
    assert!(read > 5_000, "{read}");
}

#[test]
fn a_path_of_a_type_is_one_to_syn_too() {
    let pieces = [
        "A", "b", "::", "::", "<", ">", ",", "(", ")", "->", "&", "'a", "mut", "self", "Self", "fn", "1",
        "-", "{ 1 }", "[u8; 2]", "[u8]", "*const", "!", "dyn", "+", "=", "crate", "(A, B)", "?", "<A>",
        "::<B<C>>", "r#in", "true", "impl", "\"x\"",
    ];
    let mut random = Random(0x5555_AAAA_1234_4321);
    let mut texts: Vec<String> = [
        "Api",
        "::a::b::Api",
        "crate::Api",
        "Tenant<Gold>",
        "Tenant<Gold, 3, -1, { N }, 'static>",
        "a::B::<C<D>, &'a mut [E]>::F",
        "T<(A, B), fn(A) -> B, *const u8, dyn A + 'a>",
        "T<dyn F(A) -> B>",
        "T<X = A, !>",
        "super::T<true>",
        "T<>",
    ]
    .map(str::to_owned)
    .into();
    let plain_ones = texts.len();
    for _ in 0..20_000 {
        let parts: Vec<_> = (0..=random.below(7)).map(|_| random.pick(&pieces)).collect();
        texts.push(parts.join(" "));
    }
    let (mut both, mut theirs_alone) = (0, 0);
    for (index, text) in texts.into_iter().enumerate() {
        let Ok(tokens) = text.parse::<TokenStream>() else { continue };
        let theirs = syn::parse2::<syn::Path>(tokens.clone());
        let Some(ours) = Path::of_type(tokens) else {
            assert!(index >= plain_ones, "{text}");
            theirs_alone += usize::from(theirs.is_ok());
            continue;
        };
        let Ok(theirs) = theirs else { panic!("no path: {text}") };
        both += 1;
        assert_eq!(plain(&ours), plain(&theirs), "{text}");
        assert_eq!(ours.absolute, theirs.leading_colon.is_some(), "{text}");
        assert_eq!(
            ours.has_arguments,
            theirs.segments.iter().any(|segment| !segment.arguments.is_none()),
            "{text}"
        );
    }
    assert!(both > 300 && theirs_alone * 10 < both, "{both} {theirs_alone}");
}
