//! The signature of a function.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::{Attribute, Generics, Text, Tokens, braces, is_name, is_punct, is_word, outer_attributes};

/// What stands between the visibility of a function and its body.
#[derive(Debug, Clone)]
pub(crate) struct Signature {
    pub(crate) constness: Option<Ident>,
    pub(crate) asyncness: Option<Ident>,
    pub(crate) unsafety: Option<Ident>,
    /// `extern "C"`
    pub(crate) abi: TokenStream,
    fn_word: Ident,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    parentheses: Group,
    /// `&self`
    pub(crate) receiver: Option<TokenStream>,
    /// The other arguments.
    pub(crate) inputs: Vec<Input>,
    pub(crate) output: Output,
}

/// One argument.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) pattern: TokenStream,
    colon: TokenTree,
    pub(crate) ty: TokenStream,
    comma: Option<TokenTree>,
}

/// The return type, where there is one, with its arrow.
#[derive(Debug, Clone, Default)]
pub(crate) struct Output {
    arrow: TokenStream,
    ty: TokenStream,
}

impl Signature {
    /// The signature that stands next; `None` where something else does.
    pub(crate) fn take(tokens: &mut Tokens) -> Option<Self> {
        tokens.open();
        let constness = tokens.take_word("const");
        let asyncness = tokens.take_word("async");
        let unsafety = tokens.take_word("unsafe");
        let abi = abi(tokens);
        let fn_word = tokens.take_word("fn")?;
        tokens.open();
        let name = tokens.take_ident().filter(is_name)?;
        let mut generics = Generics::take(tokens)?;
        let Some(TokenTree::Group(parentheses)) = tokens.next() else { return None };
        if parentheses.delimiter() != Delimiter::Parenthesis {
            return None;
        }
        let (receiver, inputs) = arguments(parentheses.stream())?;
        let output = Output::take(tokens)?;
        if tokens.peek().is_some_and(|token| is_word(token, "where")) {
            generics.where_clause = tokens.take_until(&is_body).into_iter().collect();
        }
        Some(Self {
            constness,
            asyncness,
            unsafety,
            abi,
            fn_word,
            name,
            generics,
            parentheses,
            receiver,
            inputs,
            output,
        })
    }
}

impl ToTokens for Signature {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { constness, asyncness, unsafety, abi, fn_word, name, generics, receiver, inputs, .. } =
            self;
        let Output { arrow, ty } = &self.output;
        let where_clause = &generics.where_clause;
        let comma = receiver.as_ref().map(|_| quote!(,));
        let mut parentheses = Group::new(Delimiter::Parenthesis, quote!(#receiver #comma #(#inputs)*));
        parentheses.set_span(self.parentheses.span());
        let head = quote!(#constness #asyncness #unsafety #abi #fn_word #name #generics);
        quote!(#head #parentheses #arrow #ty #where_clause).to_tokens(tokens);
    }
}

fn abi(tokens: &mut Tokens) -> TokenStream {
    let Some(word) = tokens.take_word("extern") else { return TokenStream::new() };
    let name = Text::take(tokens);
    quote!(#word #name)
}

/// The arguments of a function: a receiver, which can only come first, and the others.
fn arguments(tokens: TokenStream) -> Option<(Option<TokenStream>, Vec<Input>)> {
    let mut tokens = Tokens::new(tokens);
    let mut receiver = None;
    let mut inputs = Vec::new();
    while !tokens.is_empty() {
        let from = tokens.at;
        let attrs = outer_attributes(&mut tokens)?;
        let is_first = receiver.is_none() && inputs.is_empty();
        if is_first && is_receiver(tokens.clone()) {
            tokens.take_item();
            receiver = Some(tokens.since(from).into_iter().collect());
            tokens.take_punct(',');
            continue;
        }
        let pattern = take_pattern(&mut tokens);
        let colon = TokenTree::Punct(tokens.take_punct(':')?);
        let ty = tokens.take_item();
        if pattern.is_empty() || ty.is_empty() {
            return None;
        }
        let comma = tokens.take_punct(',').map(TokenTree::Punct);
        let (pattern, ty) = (pattern.into_iter().collect(), ty.into_iter().collect());
        inputs.push(Input { attrs, pattern, colon, ty, comma });
    }
    Some((receiver, inputs))
}

/// Takes tokens up to the `:` before a type.
fn take_pattern(tokens: &mut Tokens) -> Vec<TokenTree> {
    let mut taken = Vec::new();
    loop {
        taken.extend(tokens.take_until(&|_, token| is_punct(token, ':') || is_punct(token, ',')));
        if !tokens.at_pair(':', ':') {
            return taken;
        }
        taken.extend(tokens.next());
        taken.extend(tokens.next());
    }
}

/// Whether `self`, `mut self`, `&self`, `&'a mut self` or `self: T` stands next.
fn is_receiver(mut tokens: Tokens) -> bool {
    tokens.open();
    if tokens.take_punct('&').is_some() && tokens.take_punct('\'').is_some() {
        tokens.take_ident();
    }
    tokens.take_word("mut");
    tokens.take_word("self").is_some() && !tokens.at_pair(':', ':')
}

impl Input {
    /// The conditions under which the argument exists.
    pub(crate) fn cfgs(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attr| attr.path().is("cfg"))
    }

    /// The name of an argument whose pattern binds it as a whole.
    pub(crate) fn name(&self) -> Option<Ident> {
        let mut pattern = Tokens::flat(self.pattern.clone());
        pattern.take_word("ref");
        pattern.take_word("mut");
        let name = pattern.take_ident().filter(is_name)?;
        (pattern.is_empty() || pattern.take_punct('@').is_some()).then_some(name)
    }

    /// The same argument, which nothing changes.
    pub(crate) fn without_mut(&self) -> Self {
        let mut input = self.clone();
        if self.name().is_some() {
            let pattern = Tokens::flat(self.pattern.clone()).tokens;
            let (head, tail) = pattern.split_at(pattern.len().min(2));
            let head = head.iter().filter(|token| !is_word(token, "mut"));
            input.pattern = head.chain(tail).cloned().collect();
        }
        input
    }
}

impl ToTokens for Input {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, pattern, colon, ty, comma } = self;
        quote!(#(#attrs)* #pattern #colon #ty #comma).to_tokens(tokens);
    }
}

impl Output {
    pub(crate) fn of(ty: TokenStream) -> Self {
        Self { arrow: quote!(->), ty }
    }

    fn take(tokens: &mut Tokens) -> Option<Self> {
        let from = tokens.at;
        if !tokens.take_pair('-', '>') {
            return Some(Self::default());
        }
        let arrow = tokens.since(from).into_iter().collect();
        let ty = tokens.take_until(&|before, token| is_word(token, "where") || is_body(before, token));
        (!ty.is_empty()).then(|| Self { arrow, ty: ty.into_iter().collect() })
    }

    /// The type, `()` where none is written.
    pub(crate) fn ty(&self) -> TokenStream {
        if self.ty.is_empty() { quote!(()) } else { self.ty.clone() }
    }

    /// Whether the function never returns.
    pub(crate) fn is_never(&self) -> bool {
        let mut ty = Tokens::new(self.ty.clone());
        ty.take_punct('!').is_some() && ty.is_empty()
    }
}

/// Whether `token` is a body, or the end of a function without one, and not the braces of a macro call.
fn is_body(before: &[TokenTree], token: &TokenTree) -> bool {
    let of_macro = matches!(before, [.., TokenTree::Ident(_), mark] if is_punct(mark, '!'));
    is_punct(token, ';') || (!of_macro && braces(token).is_some())
}
