"""Words to write into every field: such as try to run as script, and such as are hard to set."""

from markdown_it import MarkdownIt

HOSTILE = (
    "<script>alert('script')</script>",
    "\"'><img src=x onerror=alert('img')>",
    "<svg><script>alert('svg')</script><animate onbegin=alert('svg') attributeName=x></animate></svg>",
    "</textarea></title></style></select></option><script>alert('out')</script>",
    "\" autofocus onfocus=alert('focus') tabindex=1 x=\"",
    "javascript:alert('address')",
    "[there](javascript:alert('markdown'))",
    "[there][1] <javascript:alert('auto')>\n\n[1]: <java\tscript:alert('reference')>",
    "<details open ontoggle=alert('toggle')></details><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "--><!--><img src=x onerror=alert('comment')>{{ request }}{% csrf_token %}",
)
HOSTILE_TOGETHER = tuple(" ".join(HOSTILE[number::3]) for number in range(3))
"""The same, several in one field."""

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
WORDY = (
    "The Interdepartmental Coordinating Committee for the Attribution of Malicious Activities in Information and "
    "Communications Technologies of the Federated Republics, sitting with its Permanent Observers and Associates"
)
ARABIC = "وزارة الأمن السيبراني والاتصالات في الجمهورية (CERT-X)"
HEBREW = "מערך הסייבר הלאומי: „הם עשו את זה“ – APT31"
CHINESE = "国家计算机网络应急技术处理协调中心" * 5
HARD = (WORDY, LONG, ARABIC, HEBREW, CHINESE)

AUDIT = """() => {
  const found = [];
  for (const each of document.querySelectorAll("*")) {
    for (const {name, value} of each.attributes) {
      if (name.startsWith("on")) found.push(`${name} of ${each.localName}`);
      if (["href", "src", "action", "formaction", "srcdoc"].includes(name)
          && (name === "srcdoc" || !/^(https?:|mailto:|#|$)/.test(new URL(value || "#", "https://x/").href)))
        found.push(`${name}=${value}`);
    }
    if (each.localName === "script" && !each.src && each.type !== "application/json") found.push(each.outerHTML);
    if (["iframe", "object", "embed", "foreignobject", "base"].includes(each.localName)) found.push(each.outerHTML);
  }
  return found;
}"""
"""JavaScript: everything on a page that could run what somebody wrote, as a list."""


def raw(words: str) -> str:
    """A page that trusts ``words``, as text, as an attribute and as Markdown."""
    markdown = MarkdownIt("commonmark", {"html": True})
    markdown.validateLink = lambda _: True  # type: ignore[method-assign]
    return (
        f'<p>{words}</p><input value="{words}"><textarea>{words}</textarea><a href="{words}">there</a>'
        f"{markdown.render(words)}"
    )
