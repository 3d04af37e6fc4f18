"""Front door of the PDF engine: a page that holds all it needs, and a tagged file out of it."""

from lms.pdf.engine import Look, NotSelfContained, absolute, data_uri, make_pdf, page_count, warm_up

__all__ = ["Look", "NotSelfContained", "absolute", "data_uri", "make_pdf", "page_count", "warm_up"]
