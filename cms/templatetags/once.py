"""Parts of a page that say only what facts say: written once, then put down again as they are."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.once import Written

register = template.Library()


class OnceNode(template.Node):
    def __init__(self, nodelist: NodeList, written: FilterExpression, name: str) -> None:
        self.nodelist, self.written, self.name = nodelist, written, name

    def render(self, context: Context) -> SafeString:
        """The same words for everyone who has this very dictionary; see cms.once.written_for."""
        written: Written = self.written.resolve(context)
        key = self.name, get_language()
        if key not in written:
            written[key] = self.nodelist.render(context)
        return written[key]


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """``{% once guide.written text %}…{% endonce %}``: nothing inside may hang on the request or on the hour."""
    try:
        _tag, written, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("once wants a dictionary and a name") from error
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist, parser.compile_filter(written), name)
