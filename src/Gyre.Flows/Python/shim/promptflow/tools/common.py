def render_jinja_template(prompt, trim_blocks=True, keep_trailing_newline=True, escape_dict=None, **kwargs):
    """Renders a template as prompt nodes do."""
    from _gyre import host

    return host.ask("template.render", {
        "template": prompt, "variables": kwargs, "trim_blocks": trim_blocks, "keep_trailing_newline": keep_trailing_newline})


render_jinja_template_content = render_jinja_template


def parse_chat(chat_str, images=None, valid_roles=None, image_detail="auto", escape_dict=None):
    """The messages of a chat prompt."""
    from _gyre import host

    return host.ask("chat.parse", {
        "text": chat_str, "images": list(images or []), "valid_roles": list(valid_roles) if valid_roles else None, "detail": image_detail})
