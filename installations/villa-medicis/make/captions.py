#!/usr/bin/env python3
"""Writes the captions of films, film/<film>.<language>.vtt: what a voice beside the silent films would say.

The texts are made up, as those of the records are; times are the capsule's. The second camera began later (films.py),
so its captions come sooner by that. scenes/signer moves its hands in the same sentences of raboter-bois.
"""
import pathlib

from films import VIEWS

FILM = pathlib.Path(__file__).resolve().parents[1] / "film"
SAID = {
    "raboter-bois": [
        (0.3, 2.9, {"fr": "Le corps avance : ce sont les jambes qui poussent.",
                    "it": "Il corpo avanza: sono le gambe a spingere.",
                    "en": "The body goes forward: it is the legs that push."}),
        (3.3, 6.0, {"fr": "Les bras conduisent, un trait à côté de l’autre.",
                    "it": "Le braccia guidano, un tratto accanto all’altro.",
                    "en": "The arms steer, one stroke beside the other."}),
        (6.4, 9.1, {"fr": "Au retour la semelle ne frotte pas : le tranchant se repose.",
                    "it": "Al ritorno la suola non striscia: il taglio riposa.",
                    "en": "On the way back the sole does not drag: the edge rests."}),
    ],
    "etirer-fer": [
        (0.5, 2.9, {"fr": "Trois coups de panne : le fer fuit en long.",
                    "it": "Tre colpi di penna: il ferro fugge per il lungo.",
                    "en": "Three blows with the peen: the iron runs lengthwise."}),
        (3.0, 4.3, {"fr": "Un coup sur l’enclume, un quart de tour.",
                    "it": "Un colpo sull’incudine, un quarto di giro.",
                    "en": "A tap on the anvil, a quarter turn."}),
        (4.5, 7.2, {"fr": "Puis l’autre face : la section reste carrée.",
                    "it": "Poi l’altra faccia: la sezione resta quadra.",
                    "en": "Then the next face: the section stays square."}),
    ],
}


def stamp(seconds):
    return "%02d:%06.3f" % (seconds // 60, seconds % 60)


def main():
    for name, sentences in SAID.items():
        for view, offset in VIEWS.items():
            for language in ("fr", "it", "en"):
                cues = ["%s --> %s\n%s\n" % (stamp(max(0, start - offset)), stamp(end - offset), said[language])
                        for start, end, said in sentences]
                (FILM / f"{name}{view}.{language}.vtt").write_text("\n".join(["WEBVTT\n", *cues]))


if __name__ == "__main__":
    main()
