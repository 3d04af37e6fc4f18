// A glossary term inside running text, chosen in the editor from the glossary.
(() => {
  const { draftail, React } = window;
  const ModalSource = Object.getPrototypeOf(draftail.DocumentModalWorkflowSource);

  class TermSource extends ModalSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.term,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    filterEntityData(data) {
      return { slug: data.slug, title: data.title };
    }
  }

  function Term(props) {
    const { slug } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(draftail.TooltipEntity, {
      ...props,
      icon: React.createElement(window.wagtail.components.Icon, { name: "glasses" }),
      label: slug || "",
      url: `/courses/glossary/#${slug || ""}`,
    });
  }

  draftail.registerPlugin({ type: "TERM", source: TermSource, decorator: Term }, "entityTypes");
})();
