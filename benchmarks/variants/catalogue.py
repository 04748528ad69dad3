"""Every variant of the comparison. A letter names its group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.variants import families as f
from benchmarks.variants.board import Board
from benchmarks.variants.columns import Columns, FamilyMaker, JoinedColumns
from benchmarks.variants.enlarge import ChangedCopies, SelfTraining, add_politeness, mistype, swap_clauses
from benchmarks.variants.families import Family
from benchmarks.variants.learners import OneAgainstRest, make_softmax
from benchmarks.variants.mixtures import average, stack
from benchmarks.variants.network import Network
from benchmarks.variants.recipe import Recipe, Trained
from benchmarks.variants.shipped import correct_prior, train_shipped
from benchmarks.variants.simple_learners import NaiveBayes, Neighbours, SqueezedNetwork
from benchmarks.variants.word_vectors import WordVectorMaker
from bot.nlu.network import NetworkPlan

SHIPPED = "shipped: mean of LR and network (bot/nlu)"

Combine = Callable[[Sequence[Trained], Board], Trained]


@dataclass(frozen=True)
class Variant:
    """Trained alone, or from ``members`` that were trained before it. ``hears_shop``: it uses the shop's texts."""

    name: str
    train: Callable[[Board, Mapping[str, Trained]], Trained]
    members: tuple[str, ...] = ()
    hears_shop: bool = False


@dataclass(frozen=True)
class Beside:
    """Two makers' columns beside each other."""

    first: Callable[[Sequence[str]], Columns]
    second: Callable[[Sequence[str]], Columns]

    def __call__(self, texts: Sequence[str]) -> JoinedColumns:
        """Both."""
        return JoinedColumns((self.first(texts), self.second(texts)))


_PLAIN = FamilyMaker({f.characters: 1.0, f.sounds: 1.0})
_CONCEPTS = FamilyMaker({f.characters: 1.0, f.sounds: 1.0, f.concepts: 0.5})
_MIXED = FamilyMaker({f.characters: 1.0, f.sounds: 1.0, f.mixed: 1.0, f.concepts: 0.5})
_ALL: dict[Family, float] = {f.characters: 1.0, f.sounds: 1.0, f.mixed: 1.0, f.concepts: 0.5, f.skips: 0.7}
_FREQUENT = FamilyMaker({f.characters: 1.0, f.sounds: 1.0}, least=4)
_WORDS = FamilyMaker({f.characters: 1.0, f.sounds: 1.0, f.words: 1.0})
_FULL = FamilyMaker(_ALL, least=4)
_FREQUENT_MIXED = FamilyMaker({f.characters: 1.0, f.sounds: 1.0, f.mixed: 1.0, f.concepts: 0.5}, least=4)
_FULL_LESS_SOUND = FamilyMaker({family: w for family, w in _ALL.items() if family is not f.sounds}, least=4)
_LR = OneAgainstRest()
_SVM = OneAgainstRest(strength=3.0, hinge=True)
_NETWORK = Network(NetworkPlan(hidden=192))
_POLITE = ChangedCopies((add_politeness,))
_CHANGED = ChangedCopies((add_politeness, swap_clauses, mistype))

_RECIPES: dict[str, Recipe] = {
    "a: characters + pinyin, one-vs-rest LR": Recipe(_PLAIN, _LR),
    "b: characters, LR": Recipe(FamilyMaker({f.characters: 1.0}), _LR),
    "b: characters + pinyin + words, LR": Recipe(_WORDS, _LR),
    "c: + concepts (spaCy), LR": Recipe(_CONCEPTS, _LR),
    "c: + concept pairs and mixed n-grams in 4+ messages, LR": Recipe(_FREQUENT_MIXED, _LR),
    "c: all families (also skips) in 4+ messages, LR": Recipe(_FULL, _LR),
    "d: + word vectors of our own, LR": Recipe(Beside(_PLAIN, WordVectorMaker()), _LR),
    "f: linear SVM": Recipe(_PLAIN, _SVM),
    "f: linear SVM on all families": Recipe(_FULL, OneAgainstRest(strength=1.0, hinge=True)),
    "f: multinomial naive Bayes": Recipe(_PLAIN, NaiveBayes(smoothing=0.02)),
    "f: complement naive Bayes": Recipe(_PLAIN, NaiveBayes(complement=True, smoothing=1.0)),
    "f: NB-SVM (logistic)": Recipe(_FREQUENT, OneAgainstRest(strength=5.0, naive_bayes=True)),
    "f: 15 nearest neighbours": Recipe(_PLAIN, Neighbours()),
    "g: scikit-learn MLP on 200 singular vectors": Recipe(_PLAIN, SqueezedNetwork()),
    "g: network on characters + pinyin": Recipe(_FREQUENT, _NETWORK),
    "g: network on all families": Recipe(_FULL, _NETWORK),
    "g: network on all families but pinyin": Recipe(_FULL_LESS_SOUND, _NETWORK),
    "g: smaller network on all families": Recipe(_FULL, Network(NetworkPlan(hidden=96, seed=1))),
    "g: wider network on all families": Recipe(_FULL, Network(NetworkPlan(hidden=256))),
    "i: LR + swapped clauses": Recipe(_PLAIN, _LR, ChangedCopies((swap_clauses,))),
    "i: LR + typing errors": Recipe(_PLAIN, _LR, ChangedCopies((mistype,))),
    "i: LR + openings and endings": Recipe(_PLAIN, _LR, _POLITE),
    "i: network on all families + openings and endings": Recipe(_FULL, _NETWORK, _POLITE),
    "i: network on all families + all three changes": Recipe(_FULL, _NETWORK, _CHANGED),
    "j: softmax LR, columns in 4+ messages": Recipe(_FREQUENT, make_softmax(14.0)),
    "j: LR, columns in 4+ messages": Recipe(_FREQUENT, _LR),
    "j: LR, C = 5": Recipe(_PLAIN, OneAgainstRest(strength=5.0)),
    "j: LR, C = 40": Recipe(_PLAIN, OneAgainstRest(strength=40.0)),
    "j: LR, balanced classes": Recipe(_PLAIN, OneAgainstRest(class_weight="balanced")),
}
_LISTENING: dict[str, Recipe] = {
    "e: self-training, LR": Recipe(_PLAIN, _LR, SelfTraining((Recipe(_PLAIN, _LR),))),
    "e: self-training, network on all families": Recipe(_FULL, _NETWORK, SelfTraining((Recipe(_FULL, _NETWORK),))),
    "e: co-training, network heeds itself and LR": Recipe(
        _FULL, _NETWORK, SelfTraining((Recipe(_FULL, _NETWORK), Recipe(_MIXED, _LR)))
    ),
}
_C, _N = "c: + concept pairs and mixed n-grams in 4+ messages, LR", "g: network on all families"
_SMALLER = "g: smaller network on all families"
_NB, _MLP = "f: NB-SVM (logistic)", "g: scikit-learn MLP on 200 singular vectors"
_MIXTURES: dict[str, tuple[Combine, tuple[str, ...]]] = {
    "h: mean of concept LR + network": (average, (_C, _N)),
    "h: mean of concept LR + smaller network": (average, (_C, _SMALLER)),
    "h: mean of SVM on all families + network": (average, ("f: linear SVM on all families", _N)),
    "h: mean of SVM on all families + smaller network": (average, ("f: linear SVM on all families", _SMALLER)),
    "h: mean of two networks": (average, (_N, _SMALLER)),
    "h: mean of network and the one without pinyin": (average, (_N, _N + " but pinyin")),
    "h: mean of concept LR + NB-SVM + MLP": (average, (_C, _NB, _MLP)),
    "h: mean of concept LR + NB-SVM + network + neighbours": (average, (_C, _NB, _N, "f: 15 nearest neighbours")),
    "h: stacked concept LR + NB-SVM + network": (stack, (_C, _NB, _N)),
}


def list_variants() -> list[Variant]:
    """Members before the mixtures of them."""
    variants = [Variant(SHIPPED, lambda board, _: train_shipped(board))]
    variants += [Variant(name, _by_recipe(recipe)) for name, recipe in _RECIPES.items()]
    variants += [Variant(name, _by_recipe(recipe), hears_shop=True) for name, recipe in _LISTENING.items()]
    variants.append(
        Variant(
            "j: shipped, prior from the shop's messages",
            lambda board, trained: correct_prior(trained[SHIPPED], board),
            (SHIPPED,),
            hears_shop=True,
        )
    )
    variants += [Variant(name, _by_mixing(combine, members), members) for name, (combine, members) in _MIXTURES.items()]
    return variants


def _by_recipe(recipe: Recipe) -> Callable[[Board, Mapping[str, Trained]], Trained]:
    return lambda board, _: recipe.train(board)


def _by_mixing(combine: Combine, members: tuple[str, ...]) -> Callable[[Board, Mapping[str, Trained]], Trained]:
    return lambda board, trained: combine([trained[member] for member in members], board)
