"""XML from a stranger: no entity is resolved, no address fetched, no document type accepted."""

from lxml import etree

from portal.files.errors import FileRefused, Refusal


def parsed(data: bytes) -> etree._Element:
    """The root element."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileRefused(Refusal.UNREADABLE) from error
    # Word processors write none; what it could define (entities, defaults) we do not want.
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileRefused(Refusal.UNREADABLE)
    return root


def written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
